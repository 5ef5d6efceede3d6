import json
from dataclasses import replace

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import across_domains, compare, from_json, to_json
from usergap.compare.across_domains.alarm import Cell, alarms

QUICK = {"measures": MEASURES, "replicates": 100}
DOMAINS = [f"d{at}" for at in range(10)]


def by_domain(seed, praise=None, lengths=None, size=20, **fields):
    """People in ten domains; {domain: rate of praise}, {domain: log of words}."""
    rows = []
    for at, domain in enumerate(DOMAINS):
        rows += people(
            size,
            1000 * seed + at,
            praise=(praise or {}).get(domain, 0.1),
            length=(lengths or {}).get(domain, 4.0),
        )
        for row in rows[-size:]:
            row["domain"] = domain
            row |= fields
    return rows


def look(real, simulated, pairs="auto", **options):
    sides = profile(real), profile(simulated, "sim")
    comparison = compare(*sides, pairs=pairs, **QUICK)
    return across_domains(*sides, comparison=comparison, measures=MEASURES, **options)


def correlation(found, measure, label=None):
    (one,) = (x for x in found.correlations if (x.measure, x.label) == (measure, label))
    return one


def test_a_simulator_that_follows_and_one_that_does_not():
    lengths = {domain: 2.5 + 0.4 * at for at, domain in enumerate(DOMAINS)}
    against = {domain: 6.5 - 0.4 * at for at, domain in enumerate(DOMAINS)}
    (follows,) = look(by_domain(1, lengths=lengths), by_domain(2, lengths=lengths))
    words = correlation(follows, "words")
    assert words.domains == 10
    assert words.r > 0.8
    assert words.low < words.r < words.high
    assert 0.8 < words.ceiling <= 1
    assert words.concordance > 0.6
    (turned,) = look(by_domain(1, lengths=lengths), by_domain(2, lengths=against))
    assert correlation(turned, "words").r < -0.4  # exponentials, one turned round: r is about -.6
    flat = correlation(follows, "turns")  # turns do not depend on the domain
    assert flat.low < 0 < flat.high


def test_labels_have_a_row_each():
    praise = {domain: 0.04 * at for at, domain in enumerate(DOMAINS)}
    (found,) = look(by_domain(1, praise), by_domain(2, praise))
    row = correlation(found, "feedback", "explicit_positive")
    assert row.r > 0.8
    assert row.rate == pytest.approx(0.18, abs=0.03)  # the mean of 0, .04 ... .36
    assert correlation(found, "feedback", "explicit_negative").r is None  # never shown


def test_the_planted_domain_raises_the_alarm():
    (found,) = look(by_domain(1), by_domain(2, {"d3": 0.9}))
    worst = found.alarms[0]
    assert worst.domain == "d3"
    assert worst.measure in ("feedback", "identity")
    assert worst.value > 3 * worst.expected
    assert "d3" in found.sentence
    assert found.cells == 50


def test_no_alarm_without_a_gap_at_about_the_nominal_rate():
    raised = 0
    for seed in range(20):
        real, simulated = (by_domain(2 * seed + side, size=8) for side in (5, 6))
        raised += bool(look(real, simulated, replicates=100)[0].alarms)
    assert raised <= 4  # 20 runs at 5 %: P(X > 4) = .003


def test_pairs_take_the_domain_of_their_partner():
    real = by_domain(1)
    simulated = by_domain(2, {"d3": 0.9})
    for at, (one, two) in enumerate(zip(real, simulated, strict=True)):
        one["pair"] = two["pair"] = f"s{at}"
        two["domain"] = None
    (found,) = look(real, simulated)
    assert found.paired
    assert found.alarms[0].domain == "d3"


def test_small_domains_are_left_out_and_unrecorded_ones_give_nothing():
    real, simulated = by_domain(1), by_domain(2)
    for row in simulated[3:20]:
        row["domain"] = "d1"  # d0 keeps three
    (found,) = look(real, simulated)
    assert found.left_out == ("d0",)
    assert "d0" not in found.domains
    assert look(real, [{**row, "domain": None} for row in simulated]) == ()


def test_it_survives_json():
    sides = profile(by_domain(1)), profile(by_domain(2, {"d3": 0.9}), "sim")
    comparison = compare(*sides, **QUICK)
    whole = replace(
        comparison, across_domains=across_domains(*sides, comparison=comparison, measures=MEASURES)
    )
    assert from_json(json.loads(json.dumps(to_json(whole), allow_nan=False))) == whole


def test_max_t_by_hand():
    # A's value lies far outside; B's within its permutations; C never moves.
    permuted = np.array([1.0, 2.0, 3.0] * 20)
    cells = [
        Cell("a", "words", 20.0, permuted),
        Cell("b", "words", 3.0, permuted[::-1]),
        Cell("c", "words", 5.0, np.full(60, 5.0)),
    ]
    found, tested = alarms(cells, {"words": "w1"})
    assert tested == 2
    (alarm,) = found
    assert alarm.domain == "a"
    # 20 ones, twos and threes and the sample's 20: mean 140 / 61, squares 280 + 400
    mean = 140 / 61
    assert alarm.expected == pytest.approx(mean)
    assert alarm.excess_sd == pytest.approx((20 - mean) / np.sqrt((680 - 61 * mean**2) / 60))
    assert alarm.p == pytest.approx(1 / 61)
    assert alarms([], {}) == ((), 0)


def test_a_planted_domain_is_found_among_runs_of_scenarios():
    rows = by_domain(2, {"d3": 0.6}, size=60)
    for at, row in enumerate(rows):
        row["group"] = at // 5
    (found,) = look(by_domain(1), rows)
    assert found.alarms
    assert {alarm.domain for alarm in found.alarms} == {"d3"}


def test_runs_of_a_scenario_raise_no_false_alarm():
    # With permutations of whole groups alone 8 of 10 such comparisons of equal users raise one.
    raised = 0
    for seed in range(15):
        rows = people(1200, 2 * seed + 1)
        for at, row in enumerate(rows):  # five dialogues make one group of one domain
            row |= {"group": at // 5, "domain": ("books", "travel", "law")[at // 5 % 3]}
        (found,) = look(people(90, 2 * seed), rows, replicates=200, seed=seed)
        raised += bool(found.alarms)
    assert raised <= 4

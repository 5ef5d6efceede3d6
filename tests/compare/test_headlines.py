from dataclasses import replace

import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import Verdict, compare
from usergap.compare.headlines import headlines, number, percent, rises, say, telling_label
from usergap.compare.phrases import NUMBERS, PHRASES, UNITS
from usergap.dimensions import MEASURES as ALL
from usergap.dimensions import Kind

QUICK = {"measures": MEASURES, "replicates": 200}


@pytest.fixture(scope="module")
def rows():
    comparison = compare(
        profile(people(60, 1)), profile(people(60, 2, praise=0.6, length=6), "sim"), **QUICK
    )
    return {row.measure: row for row in comparison.rows}


def with_rates(row, real, simulated):
    return replace(row, real={"rates": real}, simulated={"rates": simulated})


def test_every_label_and_number_has_its_words():
    for name, dimension in ALL.items():
        if dimension.kind in (Kind.LABELS, Kind.FLAGS):
            assert set(PHRASES[name]) == set(dimension.labels)
            assert name in UNITS
        elif dimension.kind is Kind.NUMBER:
            assert name in NUMBERS


def test_a_gap_in_plain_words(rows):
    row = with_rates(
        rows["feedback"],
        {"no_feedback": 0.9, "explicit_positive": 0.0204, "regeneration_request": 0.19},
        {"no_feedback": 0.6, "explicit_positive": 0.2251, "regeneration_request": 0.07},
    )
    plain = "simulated users praise the chatbot in 23 % of turns, real ones in 2 %"
    assert say(replace(row, annotator_unverified=False), MEASURES["feedback"]) == plain


def test_doubts_are_said_in_brackets(rows):
    ends = {"rates_low": {"explicit_positive": 0.01}, "rates_high": {"explicit_positive": 0.03}}
    row = replace(
        rows["feedback"],
        real={"rates": {"explicit_positive": 0.02}, **ends},
        simulated={
            "rates": {"explicit_positive": 0.23},
            "rates_low": {"explicit_positive": 0.17},
            "rates_high": {"explicit_positive": 0.29},
        },
        annotator_unverified=False,
    )
    plain = "simulated users praise the chatbot in 23 % of turns, real ones in 2 %"
    # one label: no stretch. 21 points -+ sqrt(6^2 + 1^2) = 6.08
    assert say(row, MEASURES["feedback"]) == f"{plain} (15 to 27 points more)"
    doubtful = replace(row, annotator_unverified=True, verdict=Verdict.CANNOT_TELL)
    assert say(doubtful, MEASURES["feedback"], other_topics=True) == (
        f"{plain} (15 to 27 points more; labels unverified; could be chance; topics differ)"
    )
    turned = replace(row, real=row.simulated, simulated=row.real)
    assert say(turned, MEASURES["feedback"]).endswith("(15 to 27 points fewer)")
    wide = replace(row, simulated={**row.simulated, "rates_low": {"explicit_positive": 0.0}})
    assert say(wide, MEASURES["feedback"]).endswith(
        "(2 points fewer to 27 more: not sure for this alone)"
    )


def test_a_label_that_surely_differs_goes_before_a_larger_gap_that_may_not(rows):
    real = {"rates": {"a": 0.1, "b": 0.1}, "rates_low": {"a": 0.0, "b": 0.09}}
    simulated = {"rates": {"a": 0.5, "b": 0.3}, "rates_low": {"a": 0.0, "b": 0.28}}
    real |= {"rates_high": {"a": 0.6, "b": 0.11}}
    simulated |= {"rates_high": {"a": 0.9, "b": 0.32}}
    row = replace(rows["feedback"], real=real, simulated=simulated)
    assert telling_label(row) == "b"
    assert telling_label(with_rates(row, real["rates"], simulated["rates"])) == "a"


def test_other_topics_are_said_of_pools_only():
    mixes = ("books", "travel"), ("law", "travel")
    sides = []
    for seed, mix in enumerate(mixes):
        rows = people(60, seed, praise=0.5 * seed, paired=True)
        sides.append([{**x, "domain": mix[at % 2]} for at, x in enumerate(rows)])
    for pairs, said in (("off", True), ("only", False)):
        found = compare(profile(sides[0]), profile(sides[1], "sim"), pairs=pairs, **QUICK)
        assert any("praise" in x for x in found.headlines)
        assert all(("topics differ" in x) is said for x in found.headlines)
    mixed = compare(
        profile(sides[0]), profile(sides[1], "sim"), pairs="off", standardize="domain", **QUICK
    )
    assert not any("topics differ" in x for x in mixed.headlines)


def test_background_is_named_for_want_of_others_only(rows):
    row = with_rates(
        rows["feedback"], {"no_feedback": 0.9, "x": 0.5}, {"no_feedback": 0.6, "x": 0.505}
    )
    assert telling_label(row) == "no_feedback"
    assert telling_label(with_rates(row, {}, {})) is None
    assert [label for _, label in rises(row)] == ["x", "no_feedback"]


def test_corrected_rates_go_first(rows):
    row = replace(
        rows["feedback"],
        real={"rates": {"x": 0.1}, "corrected_rates": {"x": 0.0}},
        simulated={"rates": {"x": 0.2}, "corrected_rates": {"x": 0.4}},
    )
    assert rises(row) == [(0.4, "x")]


def test_numbers_by_mean_or_by_spread(rows):
    mean = replace(
        rows["words"],
        value=40.0,
        real={"mean": 112.0, "q05": 10.0, "q95": 400.0},
        simulated={"mean": 74.6, "q05": 40.0, "q95": 120.0},
    )
    wanted = "simulated users write 75 words per dialogue, real ones 112"
    assert say(mean, MEASURES["words"]) == wanted
    spread = replace(mean, simulated={**mean.simulated, "mean": 110.0})
    assert say(spread, MEASURES["words"]) == (
        "simulated users write 40 to 120 words per dialogue (9 in 10 dialogues), "
        "real ones 10 to 400"
    )


def test_the_worst_come_first_and_each_measure_once(rows):
    differing = [replace(row, verdict=Verdict.DIFFERS, floor95=10.0) for row in rows.values()]
    worse = [
        replace(row, value=value, corrected=None, simulator=name)
        for row, value, name in zip(
            [*differing, differing[0]], (50, 90, 20, 70, 15, 99), "aaaaab", strict=True
        )
    ]
    found = headlines(worse, MEASURES)
    assert len(found) == 3
    assert [sentence[:2] for sentence in found] == ["b:", "a:", "a:"]


def test_no_gap_is_said_honestly(rows):
    dull = [replace(row, verdict=Verdict.CANNOT_TELL) for row in rows.values()]
    dull[0] = replace(dull[0], verdict=Verdict.CLOSE)
    assert headlines(dull, MEASURES) == (
        "no gap could be shown on any measure (rows: 1 close, 4 cannot be told)",
    )
    assert headlines([], MEASURES) == ()
    cells = [replace(row, domain="law", verdict=Verdict.DIFFERS) for row in dull]
    assert headlines(cells, MEASURES) == ()


def test_figures_are_short():
    assert [percent(x) for x in (0, 0.004, 0.0204, 0.996)] == ["0 %", "0.4 %", "2 %", "100 %"]
    assert [number(x) for x in (6.94, 111.8)] == ["6.9", "112"]

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, flags, labels, people, profile
from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.compare import Verdict, compare, to_json
from usergap.compare.engine import YARDSTICK_REPLICATES
from usergap.compare.selection import with_row_numbers
from usergap.compare.yardstick import yardsticks
from usergap.dimensions.feedback import FEEDBACK
from usergap.errors import InputError
from usergap.profiles import Profile

QUICK = {"measures": MEASURES, "replicates": 400}


def rows_of(comparison):
    return {row.measure: row for row in comparison.rows if row.domain is None}


def shuffled(rows, seed):
    """The same dialogues in another order, with other running numbers."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(rows))
    return [{**rows[at], "group": 1000 + 7 * place} for place, at in enumerate(order)]


def test_identical_sides_never_differ():
    for paired in (True, False):
        same = people(60, 1, paired=paired)
        comparison = compare(profile(same), profile(same, "copy"), **QUICK)
        for row in comparison.rows:
            assert row.verdict is not Verdict.DIFFERS
            assert row.value == pytest.approx(0, abs=1e-9)
            assert row.low == 0
            assert row.paired is paired
        assert "no gap could be shown" in comparison.headlines[0]


def test_the_order_of_dialogues_changes_nothing():
    real, other = people(50, 1), people(40, 2, praise=0.3)
    one = compare(profile(real), profile(other, "sim"), by="domain", **QUICK)
    two = compare(
        profile(shuffled(real, 3)), profile(shuffled(other, 4), "sim"), by="domain", **QUICK
    )
    assert to_json(one) == to_json(two)
    three = compare(profile(real), profile(other, "sim"), by="domain", seed=1, **QUICK)
    assert to_json(one)["rows"] != to_json(three)["rows"]


def test_paired_dialogues_may_be_shuffled_too():
    real, other = people(50, 1, paired=True), people(50, 2, paired=True)
    one = compare(profile(real), profile(other, "sim"), **QUICK)
    two = compare(profile(shuffled(real, 3)), profile(shuffled(other, 4), "sim"), **QUICK)
    assert to_json(one) == to_json(two)


def test_other_simulators_in_the_call_change_nothing():
    real, one, two = people(50, 1), people(40, 2, praise=0.3), people(45, 3)
    alone = compare(profile(real), profile(one, "one"), **QUICK)
    both = compare(profile(real), profile(two, "two"), profile(one, "one"), **QUICK)
    assert alone.rows == tuple(row for row in both.rows if row.simulator == "one")


def test_a_profile_of_several_simulators_is_split():
    rows = people(40, 2, simulator="a") + people(40, 3, simulator="b")
    together = compare(profile(people(50, 1)), profile(rows, "file"), **QUICK)
    assert together.simulators == ("a", "b")
    apart = compare(profile(people(50, 1)), profile(people(40, 3), "b"), **QUICK)
    numbers = [row.value for row in apart.rows]
    assert [row.value for row in together.rows if row.simulator == "b"] == numbers


def test_two_files_of_one_simulator_stay_apart():
    comparison = compare(
        profile(people(50, 1)),
        profile(people(40, 2, simulator="a"), "one"),
        profile(people(40, 3, simulator="a"), "two"),
        **QUICK,
    )
    assert comparison.simulators == ("a (one)", "a (two)")


def test_a_planted_gap_shows_and_grows():
    real = profile(people(100, 1, paired=True))
    values = []
    for praise in (0.05, 0.2, 0.5):
        row = rows_of(compare(real, profile(people(100, 1, praise, paired=True), "sim"), **QUICK))
        values.append(row["feedback"].value)
    assert values == sorted(values)
    assert row["feedback"].verdict is Verdict.DIFFERS
    assert row["feedback"].low > 0
    assert row["intent"].verdict is not Verdict.DIFFERS


def test_numbers_by_hand():
    # shares: real 6 of 8 without feedback, simulated 2 of 8: TVD 50; W1 of 2, 4 and 6, 8: 4
    real = [{**labels(FEEDBACK, 4, no_feedback=3, explicit_positive=1), "words": w} for w in (2, 4)]
    other = [
        {**labels(FEEDBACK, 4, no_feedback=1, explicit_positive=3), "words": w} for w in (6, 8)
    ]
    rows = rows_of(compare(profile(real), profile(other, "sim"), **QUICK))
    assert rows["feedback"].value == pytest.approx(50)
    assert rows["words"].value == pytest.approx(4)
    assert rows["words"].real["mean"] == 3
    assert rows["words"].simulated["median"] == 7
    assert rows["feedback"].real["shares"]["no_feedback"] == 0.75
    assert rows["feedback"].simulated["rates"]["explicit_positive"] == 0.75
    assert rows["feedback"].excess == pytest.approx(50 - rows["feedback"].floor)
    assert rows["intent"].verdict is Verdict.UNDEFINED
    # 2 against 2 groups: 6 assignments, 2 of them as far apart: p near 1/3
    assert rows["words"].p == pytest.approx(1 / 3, abs=0.08)


def test_clusters_count_once():
    """Thirty copies of a dialogue in one conversation are no more evidence than one."""
    real, other = people(24, 1), people(24, 2, praise=0.35)
    single = rows_of(compare(profile(real), profile(other, "sim"), **QUICK))["feedback"]
    real30 = [{**row, "group": at} for at, row in enumerate(real) for _ in range(30)]
    other30 = [{**row, "group": at} for at, row in enumerate(other) for _ in range(30)]
    copied = rows_of(compare(profile(real30), profile(other30, "sim"), **QUICK))["feedback"]
    assert copied.value == pytest.approx(single.value)
    assert copied.floor == pytest.approx(single.floor, rel=0.1)
    # labels that nobody shows get the noise of half a turn, which copies do make smaller
    assert copied.high - copied.low == pytest.approx(single.high - single.low, rel=0.25)
    torn = [{**row, "group": at} for at, row in enumerate(real30)]
    torn_other = [{**row, "group": at} for at, row in enumerate(other30)]
    naive = rows_of(compare(profile(torn), profile(torn_other, "sim"), **QUICK))["feedback"]
    assert naive.floor < single.floor / 3
    assert naive.high - naive.low < (single.high - single.low) / 2


def test_pairs_are_used_where_there_are_enough():
    real, other = people(60, 1, paired=True), people(60, 2, paired=True)[:25]
    comparison = compare(profile(real), profile(other, "sim"), **QUICK)
    row = comparison.rows[0]
    assert (row.paired, row.n_real, row.n_simulated) == (True, 25, 25)
    assert any("25 scenarios are shared" in note and "35 real" in note for note in comparison.notes)
    pooled = compare(profile(real), profile(other[:19], "sim"), **QUICK)
    assert (pooled.rows[0].paired, pooled.rows[0].n_real) == (False, 60)
    assert any("only 19 scenarios" in note for note in pooled.notes)
    off = compare(profile(real), profile(other, "sim"), pairs="off", **QUICK)
    assert not off.rows[0].paired
    only = compare(profile(real), profile(other[:5], "sim"), pairs="only", **QUICK)
    assert only.rows[0].n_real == 5


def test_pairing_is_sharper_where_scenarios_matter():
    rng = np.random.default_rng(0)
    base = np.exp(rng.normal(4, 1.2, 60))
    real = [{"pair": f"s{at}", "words": int(x)} for at, x in enumerate(base)]
    other = [{"pair": f"s{at}", "words": int(1.25 * x)} for at, x in enumerate(base)]
    paired = rows_of(compare(profile(real), profile(other, "sim"), **QUICK))["words"]
    pooled = rows_of(compare(profile(real), profile(other, "sim"), pairs="off", **QUICK))["words"]
    assert paired.p < 0.01 < 0.05 < pooled.p
    assert paired.value == pooled.value


def test_margins_decide_what_is_close():
    same = people(120, 1, paired=True)
    margins = dict.fromkeys(MEASURES, 1000.0)
    comparison = compare(profile(same), profile(same, "copy"), margins=margins, **QUICK)
    assert {row.verdict for row in comparison.rows} == {Verdict.CLOSE}
    narrow = compare(profile(same), profile(same, "copy"), margins={"words": 1e-6}, **QUICK)
    assert rows_of(narrow)["words"].verdict is Verdict.CANNOT_TELL
    assert rows_of(narrow)["words"].margin == 1e-6


def test_a_yardstick_without_what_chance_adds_is_the_margin():
    real = profile(people(60, 1))
    human = profile(people(60, 9, praise=0.5, length=5.0), "others")
    rows = rows_of(compare(real, profile(people(60, 2), "sim"), yardstick=human, **QUICK))
    tables = with_row_numbers(real), with_row_numbers(human)
    apart = yardsticks((real, human), tables, MEASURES, {}, YARDSTICK_REPLICATES)
    wanted = {name: each.raw.margin for name, each in apart.items()}
    assert {name: row.margin for name, row in rows.items()} == wanted
    assert rows["words"].margin < rows_of(compare(real, human, **QUICK))["words"].value
    # people of the same kind: where nothing is left of the distance, nothing can be close
    same = profile(people(60, 3), "same")
    rows = rows_of(compare(real, profile(people(60, 2), "sim"), yardstick=same, **QUICK))
    assert 0 in {row.margin for row in rows.values()}
    for row in rows.values():
        if row.margin == 0:
            assert "nothing can be called close" in row.reason


def test_a_yardstick_of_chance_is_named():
    # Ten people of the same kind: their distance is noise, and a loose margin.
    real, few = profile(people(60, 1)), profile(people(10, 9), "few")
    (note,) = [x for x in compare(real, two()[1], yardstick=few, **QUICK).notes if "chance" in x]
    assert note.startswith("few: ")
    assert "words (" in note
    given = compare(real, two()[1], yardstick=few, margins={"words": 9.0}, **QUICK).notes
    assert not any("words (" in x for x in given)
    far = profile(people(60, 9, praise=0.9, length=8.0), "far")
    assert not any("feedback (" in x for x in compare(real, two()[1], yardstick=far, **QUICK).notes)


def test_cells_and_their_q():
    real, other = people(60, 1), people(60, 2, praise=0.4)
    comparison = compare(profile(real), profile(other, "sim"), by="domain", **QUICK)
    cells = [row for row in comparison.rows if row.domain is not None]
    assert {row.domain for row in cells} == {"books", "law", "travel"}
    assert all(row.q is not None and row.p_holm is None for row in cells)
    assert all(row.q is None for row in comparison.rows if row.domain is None)
    assert sum(row.n_real for row in cells if row.measure == "words") == 60


def test_where_keeps_what_is_asked_for():
    real, other = people(60, 1), people(60, 2)
    filtered = compare(profile(real), profile(other, "sim"), where={"domain": "law"}, **QUICK)
    assert filtered.rows[0].n_real == filtered.rows[0].n_simulated == 20


def test_a_filter_may_leave_one_simulator():
    rows = people(20, 2, simulator="a") + people(20, 3, simulator="b")
    real = profile(people(30, 1))
    found = compare(real, profile(rows, "file"), where={"simulator": "b"}, **QUICK)
    assert found.simulators == ("b",)
    assert any("a: no dialogue is left" in note for note in found.notes)
    with pytest.raises(InputError, match="in a simulated profile, found no such"):
        compare(real, profile(rows, "file"), where={"simulator": "c"}, **QUICK)


def test_p_is_uniform_where_there_is_no_gap():
    """60 comparisons of users drawn alike, clustered three or two to a conversation."""
    found = {"words": [], "feedback": []}
    for run in range(60):
        sides = [people(36, 2 * run), people(24, 2 * run + 1)]
        for rows, size in zip(sides, (3, 2), strict=True):
            for at, row in enumerate(rows):
                row["group"] = at // size
        pair = profile(sides[0]), profile(sides[1], "sim")
        for row in compare(*pair, measures=MEASURES, replicates=100).rows:
            if row.measure in found:
                found[row.measure].append(row.p)
    for values in found.values():
        # binomial (60, .05), (60, .5): bounds that a valid test passes in 99.9 % of runs
        assert sum(p <= 0.05 for p in values) <= 10
        assert 18 <= sum(p <= 0.5 for p in values) <= 42


def test_no_family_of_equals_differs():
    differing = 0
    for run in range(25):
        real, other = people(40, 2 * run, paired=True), people(40, 2 * run + 1, paired=True)
        comparison = compare(
            profile(real), profile(other, "sim"), measures=MEASURES, replicates=200
        )
        differing += any(row.verdict is Verdict.DIFFERS for row in comparison.rows)
    assert differing <= 5  # binomial (25, .05): more in 1 of 1,000 series


def test_standardising_removes_a_difference_of_mix():
    def users(seed, mix):
        rng = np.random.default_rng(seed)
        places = rng.choice(["books", "law"], 300, p=mix)
        means = {"books": 3.0, "law": 6.0}
        return [
            {"domain": place, "words": int(np.exp(rng.normal(means[place], 0.3)))}
            for place in places
        ]

    real, other = profile(users(1, [0.5, 0.5])), profile(users(2, [0.8, 0.2]), "sim")
    pooled = compare(real, other, **QUICK)
    even = compare(real, other, standardize="domain", **QUICK)
    assert rows_of(pooled)["words"].verdict is Verdict.DIFFERS
    assert rows_of(even)["words"].value < rows_of(pooled)["words"].value / 3
    assert rows_of(even)["words"].p > 0.05
    assert any("domain mixes differ" in note for note in pooled.notes)


def card(praise=(90, 10), real_praise=(90, 10), others=1):
    def side(tpr, fpr):
        judged = Confusion(tpr, fpr, 100 - tpr, 100 - fpr, 0.01, 0.01)
        return CardSide("user turn", 200, 100, (), (), dict.fromkeys(FEEDBACK.labels, judged), 0.8)

    simulated = {f"another {number}": side(*praise) for number in range(others)}
    return Card("linear", "1", "feedback", "gold", side(*real_praise), simulated)


def test_a_card_corrects_and_widens():
    real, other = profile(people(80, 1, 0.2)), profile(people(80, 2, 0.6), "sim")
    raw = rows_of(compare(real, other, **QUICK))["feedback"]
    row = rows_of(compare(real, other, cards={"feedback": card()}, **QUICK))["feedback"]
    assert raw.corrected is None
    assert raw.annotator_unverified
    assert not row.annotator_unverified
    assert row.value == raw.value
    # TPR - FPR = .8 on both sides, so that a gap of rates grows by 1 / .8 before it is scaled
    assert row.corrected > row.value
    assert row.low < row.corrected < row.high
    assert sum(row.real["corrected_shares"].values()) == pytest.approx(1)
    assert row.verdict is Verdict.DIFFERS


def test_a_weak_annotator_is_not_corrected_and_said_to_be_weak():
    real, other = profile(people(40, 1)), profile(people(40, 2, 0.4), "sim")
    weak = card(praise=(40, 20), real_praise=(40, 20))
    row = rows_of(compare(real, other, cards={"feedback": weak}, **QUICK))["feedback"]
    assert row.corrected is None
    assert not row.annotator_unverified
    assert "not corrected: no label" in row.reason


def test_nothing_is_close_by_an_annotator_that_tells_no_label_from_the_others():
    """TPR - FPR = .05: whatever users do, its labels hardly move."""
    real, other = profile(people(400, 1)), profile(people(400, 2), "sim")
    wide = {**QUICK, "margins": {"feedback": 60.0}}
    found = {}
    for name, rates in (("good", (90, 10)), ("worthless", (15, 10))):
        judged = card(praise=rates, real_praise=rates)
        found[name] = rows_of(compare(real, other, cards={"feedback": judged}, **wide))["feedback"]
    assert found["good"].verdict is Verdict.CLOSE
    blind = found["worthless"]
    assert blind.high < blind.margin
    assert not blind.annotator_unverified
    assert blind.verdict is Verdict.CANNOT_TELL
    assert "hardly tells the labels apart" in blind.reason
    assert "may hide a gap" in blind.reason


@pytest.mark.parametrize(("told_apart", "verdict"), [(1, "cannot tell"), (4, "close")])
def test_one_label_that_is_told_apart_does_not_vouch_for_the_rest(told_apart, verdict):
    """Of seven labels, equally frequent in gold, one (or four) has TPR - FPR = .8."""
    real, other = profile(people(400, 1)), profile(people(400, 2), "sim")
    judged = card()
    dull = Confusion(15, 10, 85, 90, 0.01, 0.01)

    def side(one):
        labels = {x: c if n < told_apart else dull for n, (x, c) in enumerate(one.labels.items())}
        return replace(one, labels=labels)

    simulated = {name: side(one) for name, one in judged.simulated.items()}
    weak = replace(judged, real=side(judged.real), simulated=simulated)
    wide = {**QUICK, "margins": {"feedback": 60.0}}
    row = rows_of(compare(real, other, cards={"feedback": weak}, **wide))["feedback"]
    assert row.high < row.margin
    assert row.verdict == verdict


def test_a_card_that_never_saw_a_domain_warns_and_names_it():
    places = [{"domain": "law" if row < 30 else "books"} for row in range(40)]
    sides = [
        profile([row | place for row, place in zip(people(40, seed), places, strict=True)], name)
        for seed, name in ((1, "real"), (2, "sim"))
    ]
    judged = card()
    seen = {name: replace(side, domains=("books",)) for name, side in judged.simulated.items()}
    row = rows_of(compare(*sides, cards={"feedback": replace(judged, simulated=seen)}, **QUICK))[
        "feedback"
    ]
    assert row.annotator_unverified
    assert row.corrected is None
    assert "does not cover the simulated dialogues' domains: law (30)" in row.reason
    assert not rows_of(compare(*sides, cards={"feedback": judged}, **QUICK))[
        "feedback"
    ].annotator_unverified


def test_unequal_errors_alone_make_no_gap():
    """The annotator finds praise in 10 % of real and 25 % of simulated turns by mistake.

    So say the cards of eight other simulators. That of one says little of another, and
    four are enough for doubt, not for a correction that surely pays.
    """
    real, other = profile(people(90, 1, 0.10)), profile(people(90, 2, 0.25), "sim")
    found = []
    for others in (4, 8):
        unequal = card(praise=(90, 25), real_praise=(90, 10), others=others)
        row = rows_of(compare(real, other, cards={"feedback": unequal}, **QUICK))["feedback"]
        assert row.p < 0.01
        assert row.low == 0
        assert row.verdict is Verdict.CANNOT_TELL
        found.append(row)
    few, many = found
    assert many.corrected < many.value / 2 < few.corrected < few.value
    assert many.real["corrected_rates"]["explicit_positive"] < 0.03
    doubt = [x.simulated["corrected_rates_high"]["explicit_positive"] for x in found]
    assert doubt[0] > doubt[1] > 0.01
    assert "less sure than the raw" in few.reason
    lone = card(praise=(90, 25), real_praise=(90, 10))
    row = rows_of(compare(real, other, cards={"feedback": lone}, **QUICK))["feedback"]
    assert row.corrected == row.value
    assert "interval widened" in row.reason
    uncorrected = rows_of(compare(real, other, **QUICK))["feedback"]
    assert row.high - row.low > 1.3 * (uncorrected.high - uncorrected.low)


def test_bad_requests_are_errors():
    real, other = profile(people(20, 1)), profile(people(20, 2), "sim")
    with pytest.raises(InputError, match="at least one simulated"):
        compare(real)
    with pytest.raises(InputError, match="found none"):
        compare(real, Profile("empty", real.table.slice(0, 0), {}))
    with pytest.raises(InputError, match="pairs: expected"):
        compare(real, other, pairs="maybe")
    with pytest.raises(InputError, match="share, found none"):
        compare(real, other, pairs="only", **QUICK)
    with pytest.raises(InputError, match="margins: expected a measure"):
        compare(real, other, margins={"wit": 3}, **QUICK)
    with pytest.raises(InputError, match="above 0"):
        compare(real, other, margins={"words": 0}, **QUICK)
    with pytest.raises(InputError, match="replicates"):
        compare(real, other, replicates=10)
    with pytest.raises(InputError, match="seed"):
        compare(real, other, seed=-1)
    with pytest.raises(InputError, match="by: expected"):
        compare(real, other, by="mood", **QUICK)
    with pytest.raises(InputError, match="where: expected"):
        compare(real, other, where={"mood": "x"}, **QUICK)
    with pytest.raises(InputError, match="no such dialogue"):
        compare(real, other, where={"domain": "chess"}, **QUICK)
    with pytest.raises(InputError, match="standardize"):
        compare(real, other, standardize="words", **QUICK)


def test_nothing_is_ever_nan():
    real = [{**labels(FEEDBACK, 0), **flags(), "words": None, "turns": 1}] * 3
    other = people(3, 2)[:3]
    comparison = compare(profile(real), profile(other, "sim"), by="language", **QUICK)
    json.dumps(to_json(comparison), allow_nan=False)
    tiny = compare(profile(people(2, 1)), profile(people(2, 2), "sim"), by="domain", **QUICK)
    json.dumps(to_json(tiny), allow_nan=False)


def test_a_standardized_cell_may_lack_a_domain_of_its_side():
    # Source A has simulated dialogues in books and travel only, so real law stays out there.
    def rows(seed):
        return [{**row, "source": "AB"[at % 2]} for at, row in enumerate(people(60, seed))]

    simulated = [x for x in rows(2) if (x["source"], x["domain"]) != ("A", "law")]
    comparison = compare(
        profile(rows(1)), profile(simulated, "sim"), by="source", standardize="domain", **QUICK
    )
    cells = {row.domain: row for row in comparison.rows if row.measure == "words"}
    assert (cells["A"].n_real, cells["B"].n_real, cells[None].n_real) == (20, 30, 60)


def test_two_dialogues_of_equal_length_are_not_close():
    def turns(n):
        measures = {"turns": MEASURES["turns"]}
        sides = (profile([{"turns": 3}] * n), profile([{"turns": 3}] * n, "sim"))
        (row,) = compare(*sides, measures=measures, margins={"turns": 0.45}).rows
        return row.verdict

    assert turns(2) is Verdict.CANNOT_TELL
    assert turns(200) is Verdict.CLOSE


def test_too_few_replicates_to_differ_are_said():
    # five measures: the least adjusted p is 5 / (B + 1), below .05 from B = 100 on
    assert not [x for x in compare(*two(), measures=MEASURES, replicates=100).notes if "least" in x]
    more = {f"turns{at}": MEASURES["turns"] for at in range(10)}
    (note,) = [x for x in compare(*two(), measures=more, replicates=199).notes if "least" in x]
    assert "200 replicates" in note
    assert not [x for x in compare(*two(), measures=more, replicates=200).notes if "least" in x]


def two():
    return profile(people(20, 1)), profile(people(20, 2), "sim")


def test_a_cell_of_two_or_of_nineteen_is_never_close():
    """Dialogues that are all alike leave resampling nothing to vary."""

    def rows(n, words):
        return [{"turns": 3, "words": words, **labels(FEEDBACK, 3, no_feedback=3)}] * n

    measures = {x: MEASURES[x] for x in ("feedback", "words")}
    wide = {"feedback": 14.0, "words": 50.0}

    def judged(n, words=40):
        sides = profile(rows(n, 40)), profile(rows(n, words), "sim")
        found = compare(*sides, measures=measures, margins=wide, replicates=200)
        return {row.measure: row for row in found.rows}

    for n in (2, 19):
        for row in judged(n).values():
            assert row.verdict is Verdict.CANNOT_TELL
            assert row.n_needed is None
            assert "too few groups" in row.reason
    assert {row.verdict for row in judged(200).values()} == {Verdict.CLOSE}
    # 40 words always against 41 always: twenty a side leave room for a seventh of others
    assert judged(20, 41)["words"].high == pytest.approx(1 + 0.1391 * 81, rel=0.01)


def test_each_scale_has_its_own_margin():
    """An annotator that misses half of all praise halves every distance, people's too."""
    side = CardSide(
        *("user turn", 1000, 500, ("books", "travel", "law"), ("en",)),
        {x: Confusion(900, 10, 100, 990, 0.01, 0.01) for x in FEEDBACK.labels}
        | {"explicit_positive": Confusion(500, 5, 500, 995, 0.01, 0.01)},
        0.7,
    )
    others = {f"other {at}": side for at in range(4)}
    known = Card("linear", "1", "feedback", "gold", real=side, simulated=others)
    real, sim = profile(people(90, 1)), profile(people(90, 2, praise=0.5), "sim")
    settings = {"measures": {"feedback": FEEDBACK}, "replicates": 200}
    apart = compare(real, sim, cards={"feedback": known}, **settings)
    (row,) = apart.rows
    assert row.corrected is not None
    assert row.margin == apart.settings["margins_corrected"]["feedback"]
    (raw,) = compare(real, sim, **settings).rows
    assert raw.corrected is None
    assert raw.margin == apart.settings["margins"]["feedback"] != row.margin
    by_hand = {"margins": {"feedback": 3}, "cards": {"feedback": known}}
    assert compare(real, sim, **by_hand, **settings).rows[0].margin == 3

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
    assert say(row, MEASURES["feedback"]) == (
        "simulated users praise the chatbot in 23 % of turns, real ones in 2 %"
    )


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

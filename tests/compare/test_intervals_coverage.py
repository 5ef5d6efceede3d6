"""Intervals cover what they claim: the calibration suite's quick version."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.calibration import cells, coverage, coverage_table, flags, lengths
from benchmarks.calibration.oracle import Oracle
from benchmarks.calibration.planted import DIRECTIONS, SHARES, direction, replicates, sums

RUNS = 400


@pytest.fixture(scope="module")
def results():
    return coverage.run(quick=True, words=None, processes=1)


def test_the_shipped_interval_covers_in_every_cell(results):
    for result in results:
        score = result["methods"]["shipped"]
        error = np.sqrt(0.93 * 0.07 / result["runs"])
        assert score["coverage"] >= 0.93 - 3 * error, result


def test_its_width_stays_near_the_oracles(results):
    for result in results:
        assert result["methods"]["shipped"]["ratio"] <= 1.4, result


def test_the_oracle_itself_covers(results):
    for result in results:
        assert result["methods"]["oracle"]["coverage"] >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / RUNS)


def test_the_losers_lose(results):
    zero = next(x for x in results if x["distance"] == 0)["methods"]
    assert zero["percentile"]["coverage"] == 0.0
    assert zero["basic"]["coverage"] < 0.9
    for name in ("one shape", "directional", "m out of n"):
        assert min(x["methods"][name]["coverage"] for x in results) < 0.9, name
    assert all(x["methods"]["region"]["ratio"] > 1.5 for x in results if x["kind"] == "tvd")


def test_lengths_with_a_heavy_tail_are_covered():
    words = np.random.default_rng(5).lognormal(4.5, 1.0, 700).round()
    for n, log, change in ((200, False, "same"), (200, False, "stretched"), (50, True, "shifted")):
        result = lengths.run(lengths.LengthCell(n, log, change), words, RUNS, 150, False)
        score = result["methods"]["shipped"]
        assert score["coverage"] >= 0.93 - 3 * np.sqrt(0.93 * 0.07 / RUNS)
        assert score["ratio"] < 1.5


@pytest.mark.parametrize("labels", [7, 10])
@pytest.mark.parametrize("name", DIRECTIONS)
def test_planted_directions_have_distance_one_and_room(labels, name):
    u = direction(SHARES[labels], name)
    assert u.sum() == pytest.approx(0)
    assert 0.5 * np.abs(u).sum() == pytest.approx(1)
    assert (SHARES[labels] + 0.35 * u >= 0).all()


def test_planted_turns_agree_as_planned():
    rng = np.random.default_rng(6)
    counts = sums(rng, SHARES[7], 0.27, 1, 40_000)[0]
    # Var of a label's count over n turns: n p (1 − p) (1 + (n − 1) ρ), n = 5, p = 0.42.
    expected = 5 * 0.42 * 0.58 * (1 + 4 * 0.27)
    assert counts[:, 0].var() == pytest.approx(expected, rel=0.03)
    assert sums(rng, SHARES[7], 0.0, 1, 40_000)[0][:, 0].var() == pytest.approx(
        5 * 0.42 * 0.58, rel=0.03
    )


def test_replicates_resample_whole_dialogues():
    rng = np.random.default_rng(7)
    counts = sums(rng, SHARES[7], 0.27, 3, 500)
    shares, drawn = replicates(rng, counts, 2000)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-6)
    plain = counts[0, :, 0].var() / 25 / 500
    assert drawn[0, :, 0].var() == pytest.approx(plain, rel=0.15)


def test_oracle_reads_its_grid():
    oracle = Oracle(np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]))
    ends = oracle.intervals(np.array([0.7, 1.5]))
    # 0.7: below the high point at 0, so from 0; 2.5 % points reach 0.7 at t = 0.4.
    assert ends[0] == pytest.approx([0.0, 0.4])
    assert ends[1] == pytest.approx([0.5, 1.5])


def test_a_missed_bar_is_named():
    score = {"coverage": 0.80, "error": 0.01, "ratio": 1.5, "width": 1.0, "above": 0, "below": 0.2}
    cell = flags.FlagCell(50, 0.4, True)
    result = {"kind": "half_sum", **vars_of(cell), "distance": 0.154, "methods": {"shipped": score}}
    assert coverage_table.missed([result]) == [
        "half sum 15.4, 50 pairs: coverage 80.0 ± 1.0",
        "half sum 15.4, 50 pairs: width 1.50 × the oracle's",
    ]


def vars_of(cell):
    return {name: getattr(cell, name) for name in ("dialogues", "step", "paired")}


def test_the_table_shows_every_kind_and_the_losers(results):
    text = coverage_table.markdown(results)
    assert "| 7 | 50 | 0.27 | 0 |" in text
    assert "half sum" in text
    assert "| percentile | 0.0" in text


def test_ends_that_touch_the_truth_cover_it():
    ends = np.array([[0.0, 0.1], [0.0, 0.0], [0.01, 0.1], [0.0, 0.2]])
    found = cells.score(ends, 0.0, np.array([[0.0, 0.1]] * 4))
    assert found["coverage"] == pytest.approx(0.75)
    assert found["above"] == pytest.approx(0.25)
    assert found["ratio"] == pytest.approx(0.39 / 4 / 0.1)

"""Shares and their intervals: known answers, and coverage on judgements with a known truth."""

import numpy as np
import pytest
from benchmarks.study.coverage import cell
from benchmarks.study.judged import World
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.study.blind.shares import balanced_share_of, share_of


def grid(rows: list[list[int]]):
    """Every rater (row) judges every item (column)."""
    right = np.array(rows, dtype=bool)
    who, what = np.indices(right.shape)
    return right.ravel(), who.ravel().astype(str), what.ravel()


def test_the_exact_interval_is_that_of_clopper_and_pearson():
    # 8 of 10: the limits solve P(X >= 8) = .025 and P(X <= 8) = .025
    found = share_of(np.arange(10) < 8, np.array(["a"] * 10), np.arange(10))
    assert (found.low, found.high) == pytest.approx((0.44390, 0.97479), abs=1e-5)
    assert found.distance == pytest.approx((30.0, 0.0, 47.479), abs=1e-3)
    assert (found.wide_low, found.wide_high, found.p) == (None, None, None)  # one rater


def test_the_wide_interval_by_hand():
    # 6 of 9 right, p = 2/3. What raters add up to: 1/9, 0, -1/9; items the same. The variance is
    # 2 * (2/81) * 3/2 = 2/27, on the log-odds scale (2/27) / (2/9)^2 = 1.5; t(.975, 2) = 4.30265.
    found = share_of(*grid([[1, 1, 1], [1, 1, 0], [1, 0, 0]]))
    reach = 4.302653 * np.sqrt(1.5)
    bounds = [1 / (1 + np.exp(-(np.log(2) + sign * reach))) for sign in (-1, 1)]
    assert (found.wide_low, found.wide_high) == pytest.approx(bounds, abs=1e-6)
    # t = ln 2 / sqrt 1.5 = .56595, and with two degrees of freedom p = 1 - t / sqrt(2 + t^2)
    assert found.p == pytest.approx(1 - 0.565953 / np.sqrt(2 + 0.565953**2), abs=1e-5)


def test_without_effects_the_exact_test_counts():
    found = share_of(*grid([[1] * 5] * 4))
    assert (found.wide_low, found.wide_high) == (found.low, found.high)
    assert found.p == pytest.approx(2 / 2**20)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=3, max_size=6))
def test_turning_all_judgements_around_mirrors_everything(rows):
    right, who, what = grid(rows)
    one, other = share_of(right, who, what), share_of(~right, who, what)
    assert one.share == pytest.approx(1 - other.share)
    assert one.wide_low == pytest.approx(1 - other.wide_high)
    assert one.p == pytest.approx(other.p)
    assert one.wide_low <= one.low <= one.share <= one.high <= one.wide_high


def judged(real_yes: int, real: int, false_yes: int, false: int):
    human = np.r_[np.arange(real) < real_yes, np.arange(false) < false_yes]
    is_real = np.r_[np.ones(real, bool), np.zeros(false, bool)]
    who = np.array([str(at % 4) for at in range(real + false)])
    return human, is_real, who, np.arange(real + false)


def test_who_calls_everybody_human_is_at_chance_however_many_are():
    found = balanced_share_of(*judged(30, 30, 10, 10))
    assert found.share == 0.5
    assert found.right == 30, "plain accuracy would have said 75 %"
    assert found.low < 0.5 < found.high
    assert found.p == 1.0


def test_balanced_accuracy_by_hand():
    # .5 + (24/30 - 4/10) / 2 = .7
    found = balanced_share_of(*judged(24, 30, 4, 10))
    assert found.share == pytest.approx(0.7)
    # MOVER from exact limits: 24 of 30 in [.61433, .92286], 4 of 10 in [.12155, .73762]
    below = np.hypot(0.8 - 0.61433, 0.73762 - 0.4) / 2
    above = np.hypot(0.92286 - 0.8, 0.4 - 0.12155) / 2
    assert (found.low, found.high) == pytest.approx((0.7 - below, 0.7 + above), abs=1e-4)


def test_without_one_side_there_is_no_balanced_accuracy():
    assert balanced_share_of(*judged(3, 5, 0, 0)) is None
    assert share_of(np.zeros(0, bool), np.zeros(0, str), np.zeros(0, int)) is None


@pytest.mark.parametrize(
    ("kind", "world"),
    [
        ("pairs", World(0.5, 5, 10, 10, 0.0, 0.0)),
        ("pairs", World(0.5, 10, 40, 20, 1.2, 0.0)),
        ("pairs", World(0.6, 10, 40, 20, 0.0, 1.5)),
        ("single", World(0.5, 10, 40, 20, 1.2, 0.7)),
        ("single", World(0.6, 5, 40, 20, 0.0, 0.0)),
    ],
)
def test_intervals_hold_the_truth(kind, world):
    """A small part of ``python -m benchmarks.study coverage``; bars of the issue."""
    found = cell(world, kind, 120)
    assert found["wide"] >= 0.93
    assert found["wrong"] <= 0.05
    if world.rater_sd == world.item_sd == 0:
        assert found["exact"] >= 0.93
    elif kind == "pairs":
        assert found["exact"] < 0.85, "exact intervals are for independent judgements alone"

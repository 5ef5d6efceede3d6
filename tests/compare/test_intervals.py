"""Intervals for weighted L1 distances."""

from __future__ import annotations

import time
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.compare.intervals.inversion import (
    FLOOR_CDF,
    Interval,
    distance_interval,
    distance_intervals,
    newton_roots,
    small_sample_factor,
)

HALF = np.full(4, 0.5)


def sample(seed: int, k: int = 4, draws: int = 400, size: float = 0.05):
    rng = np.random.default_rng(seed)
    delta = rng.normal(0, size, k)
    return delta, delta + rng.normal(0, 0.02, (draws, k))


def test_one_component_far_from_zero_is_the_reflected_bootstrap():
    # |d| with d = 0.5 and noise in {-0.02 .. 0.02}: the sign never changes, so
    # T = t + e and the roots are 0.5 - e. Even noise has no skewness. Each end leaves
    # out half of 5 %: 2.5 % of the even noise, at 0.95 of its reach.
    noise = np.linspace(-0.02, 0.02, 2001)[:, None]
    delta = np.array([0.5])
    low, high = distance_interval(delta, delta + noise, np.array([1.0]))
    z = 0.95 * 0.02
    assert low == pytest.approx(0.5 - z, abs=1e-9)
    assert high == pytest.approx(0.5 + z, abs=1e-9)


def test_no_difference_reaches_zero_and_stays_above_it():
    noise = sample(1)[1]
    low, high = distance_interval(np.zeros(4), noise, HALF)
    assert low == 0.0
    assert high > 0.0


def test_no_noise_and_no_difference_is_the_point_zero():
    assert distance_interval(np.zeros(4), np.zeros((50, 4)), HALF) == Interval(0.0, 0.0)


def test_no_noise_is_the_distance_itself():
    delta = np.array([0.1, -0.1, 0.0, 0.0])
    low, high = distance_interval(delta, np.tile(delta, (50, 1)), HALF)
    assert low == pytest.approx(0.1)
    assert high == pytest.approx(0.1)


def test_low_end_is_zero_where_the_permutation_test_does_not_reject():
    delta = np.array([0.3, -0.3, 0.0, 0.0])
    draws = delta + sample(2)[1] * 0.1
    assert distance_interval(delta, draws, HALF, p=0.04).low > 0.2
    assert distance_interval(delta, draws, HALF, p=0.05).low == 0.0
    assert distance_interval(delta, draws, HALF, p=0.04, level=0.99).low == 0.0


def test_noise_in_labels_without_difference_is_taken_out_of_the_low_end():
    # Two labels differ for sure. Eight do not, yet add 0.5·8·E|e| ≈ 0.064 to T.
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 0.02, (4000, 10))
    delta = np.r_[0.3, -0.3, rng.normal(0, 0.02, 8)]
    value = 0.5 * np.abs(delta).sum()
    low, high = distance_interval(delta, delta + noise, np.full(10, 0.5))
    assert value > 0.34
    assert low < 0.3 < high


def test_roots_solve_the_equation():
    rng = np.random.default_rng(4)
    shape, noise = rng.normal(size=(3, 5)), rng.normal(size=(3, 50, 5))
    weights = rng.uniform(0.1, 1, 5)
    shape /= (np.abs(shape) @ weights)[:, None]
    value = np.array([5.0, 20.0, 80.0])
    roots = newton_roots(shape, noise, weights, value)
    again = np.abs(roots[:, :, None] * shape[:, None] + noise) @ weights
    found = roots > 0
    assert found[2].all()
    np.testing.assert_allclose(again[found], np.broadcast_to(value[:, None], found.shape)[found])


def test_root_is_the_largest_of_two_and_zero_where_there_is_none():
    # |t - 3| = 1 has the roots 2 and 4; |t - 1| + |t + 1| = 1 has none.
    one = newton_roots(np.ones((1, 1)), np.full((1, 1, 1), -3.0), np.ones(1), np.ones(1))
    assert one.item() == pytest.approx(4.0)
    none = newton_roots(
        np.full((1, 2), 0.5), np.array([[[-0.5, 0.5]]]), np.ones(2), np.array([0.9])
    )
    assert none.item() == 0.0


def test_low_end_is_zero_where_noise_alone_reaches_the_estimate():
    # T = 1. Noise of 3 / 19 has the root 16 / 19; noise of −3, in 5 % of replicates,
    # has |t − 3| = 1 at 2 and 4, but also |−3| ≥ 1 at t = 0: 0 is not rejected.
    noise = np.repeat([3 / 19, -3.0], [95, 5])[:, None]
    assert distance_interval(np.ones(1), 1 + noise, np.ones(1)).low == 0.0


def test_skewed_noise_reaches_further_on_the_side_that_a_sample_misses():
    # A mean of few long-tailed values: errors are exponential less 1, never below −1,
    # but an estimate that is low has a standard error that is too small as well.
    grid = (np.arange(2000) + 0.5) / 2000
    noise = (-np.log(grid) - 1)[:, None]
    tail = distance_interval(np.array([10.0]), 10 + noise, np.ones(1))
    flat = distance_interval(np.array([10.0]), 10 - noise, np.ones(1))
    # Unstudentised the ends were 10 + 0.97 and 10 + 2.7 (the 2.5 % points, reflected).
    assert tail.high > 12
    assert flat.high < 11.5


def test_components_that_move_together_do_not_cancel():
    # Ten neighbouring points of two distribution functions: one common error of sd
    # 0.1 moves all; the observed signs alternate by small errors. The truth may well
    # be 0.15 everywhere, and the observed distance 0.02 is no evidence against it.
    rng = np.random.default_rng(9)
    noise = rng.normal(0, 0.1, (2000, 1)) + rng.normal(0, 0.01, (2000, 10))
    delta = np.tile([0.02, -0.02], 5) + np.r_[0.01, np.zeros(9)]
    high = distance_interval(delta, delta + noise, np.full(10, 0.1), floor=FLOOR_CDF).high
    assert high > 0.15


def test_small_sample_factor_by_hand():
    # n = m = 11: shortfall 11/10; Welch's degrees of freedom 20; t = 2.08596, z = 1.95996.
    assert small_sample_factor((11, 11)) == pytest.approx(np.sqrt(1.1) * 2.085963 / 1.959964)
    assert small_sample_factor(None) == 1.0
    assert small_sample_factor((100000, 100000)) == pytest.approx(1, abs=1e-4)


def test_fewer_groups_widen_the_interval():
    delta, draws = sample(5)
    wide = distance_interval(delta, draws, HALF, groups=(8, 8))
    narrow = distance_interval(delta, draws, HALF, groups=(800, 800))
    assert wide.high > narrow.high


def test_unseen_labels_are_not_certain():
    # No replicate of 0 of 10 and 0 of 10 differs from 0, yet rates of 5 % are likely.
    nothing = distance_interval(np.zeros(4), np.zeros((500, 4)), HALF, units=(10, 10))
    assert nothing.low == 0.0
    assert nothing.high > 0.1
    many = distance_interval(np.zeros(4), np.zeros((500, 4)), HALF, units=(1000, 1000))
    assert 0 < many.high < 0.005


def test_units_leave_labels_alone_that_were_seen():
    delta, draws = sample(6)
    assert distance_interval(delta, draws, HALF, units=(500, 500)) == distance_interval(
        delta, draws, HALF
    )


def test_batch_equals_single_calls():
    cells = [sample(seed) for seed in range(5)]
    deltas = np.stack([x[0] for x in cells]), np.stack([x[1] for x in cells])
    together = distance_intervals(*deltas, HALF, groups=(40, 60))
    alone = [distance_interval(*x, HALF, groups=(40, 60)) for x in cells]
    np.testing.assert_allclose(together, alone, atol=1e-9)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="expected delta"):
        distance_interval(np.zeros(3), np.zeros((10, 4)), HALF)
    with pytest.raises(ValueError, match="2 resampled units"):
        distance_interval(*sample(7), HALF, groups=(1, 30))


def test_ten_labels_take_milliseconds():
    delta, draws = sample(8, 10, 2000)
    distance_interval(delta, draws, np.full(10, 0.5))
    started = time.perf_counter()
    for _ in range(5):
        distance_interval(delta, draws, np.full(10, 0.5))
    assert (time.perf_counter() - started) / 5 < 0.05  # 0.005 measured, 10 times for slow machines


seeds = st.integers(0, 10_000)
sizes = st.sampled_from([0.0, 0.01, 0.05, 0.3])
floors = st.sampled_from([0.5, FLOOR_CDF])


@settings(max_examples=60, deadline=None)
@given(seeds, sizes, floors)
def test_ends_are_ordered_and_hold_the_estimate(seed, size, floor):
    delta, draws = sample(seed, size=size)
    low, high = distance_interval(delta, draws, HALF, floor=floor)
    assert 0 <= low <= np.abs(delta) @ HALF <= high


def test_higher_levels_hold_lower_ones() -> None:
    """But where a component lies at the edge of two shapes: 14 of 21,390 samples, by .22 widths."""
    crossed = []
    for seed, size in product(range(100), (0.0, 0.01, 0.05, 0.3)):
        delta, draws = sample(seed, size=size)
        ends = [
            distance_interval(delta, draws, HALF, level=x, groups=(30, 40))
            for x in (0.5, 0.8, 0.95, 0.99)
        ]
        for a, b in pairwise(ends):
            beyond = max(b.low - a.low, a.high - b.high)
            assert beyond <= 0.3 * (b.high - b.low) + 1e-12
            if beyond > 1e-12:
                crossed.append((seed, size))
    assert len(crossed) <= 2


@settings(max_examples=60, deadline=None)
@given(seeds, sizes, st.permutations(range(4)), floors)
def test_order_and_side_do_not_matter(seed, size, order, floor):
    delta, draws = sample(seed, size=size)
    weights = np.array([0.5, 0.1, 2.0, 1.0])
    ends = distance_interval(delta, draws, weights, floor=floor)
    moved = distance_interval(delta[order], draws[:, order], weights[order], floor=floor)
    swapped = distance_interval(-delta, -draws, weights, floor=floor)
    assert tuple(moved) == pytest.approx(tuple(ends), abs=1e-9)
    if size > 0:  # a difference of exactly 0 has no side
        assert tuple(swapped) == pytest.approx(tuple(ends), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(seeds, sizes, st.floats(1e-3, 1e3), floors)
def test_the_unit_carries_through(seed, size, factor, floor):
    delta, draws = sample(seed, size=size)
    low, high = distance_interval(delta, draws, HALF, floor=floor)
    by_weight = distance_interval(delta, draws, HALF * factor, floor=floor)
    by_value = distance_interval(delta * factor, draws * factor, HALF, floor=floor)
    assert tuple(by_weight) == pytest.approx((low * factor, high * factor), rel=1e-6, abs=1e-12)
    assert tuple(by_value) == pytest.approx((low * factor, high * factor), rel=1e-6, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds, sizes)
def test_a_split_component_changes_nothing(seed, size):
    # A distribution function that is flat between two values: one gap or two halves.
    delta, draws = sample(seed, size=size)
    twice = [0, 0, 1, 2, 3]
    weights = np.array([0.25, 0.25, 0.5, 0.5, 0.5])
    ends = distance_interval(delta, draws, HALF, floor=FLOOR_CDF)
    split = distance_interval(delta[twice], draws[:, twice], weights, floor=FLOOR_CDF)
    assert tuple(split) == pytest.approx(tuple(ends), abs=1e-9)

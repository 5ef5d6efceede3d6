"""Blocks of distribution functions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.compare.intervals.cdf import block_sums, cdf_blocks
from usergap.compare.intervals.inversion import FLOOR_CDF, distance_interval


def below(values, support):
    return np.searchsorted(np.sort(values), support, "right")[:-1] / values.size


def test_few_values_are_left_alone():
    half = np.array([0.2, 0.5, 0.7])
    assert cdf_blocks(half, half, np.ones(3), (10, 10)).tolist() == [0, 1, 2]


def test_block_sums_by_hand():
    starts = np.array([0, 2])
    gaps = np.array([1.0, 2.0, 3.0])
    # 1·0.1 + 2·0.2 = 0.5; 3·(−0.3) = −0.9
    assert block_sums(np.array([0.1, 0.2, -0.3]), gaps, starts) == pytest.approx([0.5, -0.9])


def test_a_lone_value_far_out_keeps_a_block_of_its_own():
    values = np.r_[np.arange(1000.0), 1e6]
    left, right = below(values, values), below(values[::2], values)
    starts = cdf_blocks(left, right, np.diff(values), (1001, 501), 16)
    assert starts[-1] == 999  # the gap before the far value


@given(st.integers(0, 1000), st.integers(1, 40))
def test_blocks_are_increasing_bounded_and_lose_no_mass(seed, blocks):
    rng = np.random.default_rng(seed)
    support = np.unique(rng.lognormal(4, 1, 200))
    x, y = rng.choice(support, 90), rng.choice(support, 60)
    gaps = np.diff(support)
    left, right = below(x, support), below(y, support)
    starts = cdf_blocks(left, right, gaps, (90, 60), blocks)
    assert starts[0] == 0
    assert (np.diff(starts) > 0).all()
    assert starts.size <= blocks
    # The signed sum over all blocks is the difference of the means.
    assert block_sums(left - right, gaps, starts).sum() == pytest.approx(y.mean() - x.mean())


def test_no_noise_at_all_is_one_block():
    ones = np.ones(100)
    assert cdf_blocks(ones, ones, ones, (5, 5), 10).tolist() == [0]


def test_blocks_hardly_move_the_interval():
    rng = np.random.default_rng(1)
    moved = []
    for shift in (0.0, 0.1, 0.2, 0.4, 0.5):
        x, y = rng.lognormal(4.5, 1, 300), rng.lognormal(4.5 + shift, 0.9, 300)
        support = np.unique(np.r_[x, y])
        gaps = np.diff(support)
        left, right = below(x, support), below(y, support)
        draws = np.stack(
            [
                below(rng.choice(x, 300), support) - below(rng.choice(y, 300), support)
                for _ in range(300)
            ]
        )
        exact = distance_interval(left - right, draws, gaps, floor=FLOOR_CDF)
        starts = cdf_blocks(left, right, gaps, (300, 300))
        fast = distance_interval(
            block_sums(left - right, gaps, starts),
            block_sums(draws, gaps, starts),
            np.ones(starts.size),
            floor=FLOOR_CDF,
        )
        moved.append(np.abs(np.subtract(fast, exact)) / (exact.high - exact.low))
    assert np.mean(moved, axis=0) == pytest.approx([0, 0], abs=0.05)

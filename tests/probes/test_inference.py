"""Intervals, p-values and real-against-real levels: by groups, and right under the null."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.errors import UndefinedMeasureError
from usergap.probes.inference import Items, bootstrap, estimate, permutations, split_level
from usergap.probes.statistics import mean_difference


def singles(real, simulated):
    """Every item a block of its own."""
    n = real + simulated
    return Items(np.arange(n), np.arange(n) >= real)


def test_a_pair_is_resampled_as_one():
    # within each pair simulated - real = 1 exactly, so no resample of pairs can say otherwise
    items = Items(np.array([0, 1, 2, 3, 0, 1, 2, 3]), np.arange(8) >= 4)
    values = [1.0, 5, 9, 13, 2, 6, 10, 14]
    drawn = bootstrap(items, mean_difference(values), 200, 0, "x")
    assert drawn == pytest.approx(np.ones(200), abs=1e-12)


def test_swapping_pairs_gives_the_sign_only():
    items = Items(np.array([0, 1, 2, 0, 1, 2]), np.arange(6) >= 3)
    drawn = permutations(items, mean_difference([0.0, 0, 0, 3, 3, 3]), 400, 0, "x")
    # +-1 from each of three pairs: -3, -1, 1, 3 with chances 1/8, 3/8, 3/8, 1/8
    found, counts = np.unique(drawn.round(9), return_counts=True)
    assert found.tolist() == [-3.0, -1.0, 1.0, 3.0]
    assert counts[1] + counts[2] == pytest.approx(300, abs=40)


def test_blocks_move_whole_between_the_sides():
    # two items a block, one plus and one minus: any deal of whole blocks has mean 0
    items = Items(np.repeat(np.arange(12), 2), np.repeat(np.arange(12) >= 6, 2))
    drawn = permutations(items, mean_difference([1.0, -1.0] * 12), 100, 0, "x")
    assert drawn == pytest.approx(np.zeros(100), abs=1e-12)


def test_two_real_samples_are_drawn_without_the_simulated_ones():
    items = singles(40, 40)
    values = np.r_[np.zeros(40), np.full(40, 9.0)]
    assert split_level(items, mean_difference(values), 30, 0, "x") == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("groups", [(4, 40), (40, 4)])
def test_too_few_groups_give_no_figure(groups):
    with pytest.raises(UndefinedMeasureError, match="needs 5 groups"):
        estimate(singles(*groups), mean_difference(np.zeros(44)), null=0, seed=0, name="x")


def test_the_interval_covers_and_p_holds_its_level_under_the_null():
    rng = np.random.default_rng(1)
    covered = rejected = 0
    runs = 200
    for run in range(runs):
        # 25 groups of 4 on each side; the group's own level makes 2/3 of the variance
        block = np.repeat(np.arange(50), 4)
        values = np.repeat(rng.normal(size=50) * 1.4, 4) + rng.normal(size=200)
        items = Items(block, block >= 25)
        found = estimate(
            items, mean_difference(values), null=0, seed=run, name="x", replicates=200, splits=0
        )
        covered += found.low <= 0 <= found.high
        rejected += found.p is not None and found.p < 0.05
    assert covered >= 0.9 * runs
    assert rejected <= (0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5) * runs

"""Intervals for an energy distance."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.compare.intervals.energy import energy_interval


def forms(x, y, draws, seed):
    """Value, cross and own products of an energy distance and its replicates."""
    rng = np.random.default_rng(seed)
    n, m = len(x), len(y)
    both = np.r_[x, y]
    distances = np.abs(both[:, None] - both[None, :])
    signed = np.r_[np.full(n, 1 / n), np.full(m, -1 / m)]
    left = rng.multinomial(n, np.full(n, 1 / n), draws) / n
    right = rng.multinomial(m, np.full(m, 1 / m), draws) / m
    change = np.hstack([left, -right]) - signed
    inner = change @ -distances
    return (
        float(-signed @ distances @ signed),
        inner @ signed,
        (inner * change).sum(axis=1),
    )


def test_noise_along_the_difference_is_reflected():
    # E = 4, length 2; noise a·u has cross 2a and own a²: (t + a)² = 4, so t = 2 − a.
    a = np.linspace(-0.1, 0.1, 2001)
    low, high = energy_interval(4.0, 2 * a, a**2)
    assert low == pytest.approx((2 - 0.095) ** 2)
    assert high == pytest.approx((2 + 0.095) ** 2)


def test_noise_across_the_difference_is_subtracted():
    # Own energy 1, no cross term: t² + 1 = 4.
    low, high = energy_interval(4.0, np.zeros(100), np.ones(100))
    assert low == pytest.approx(3.0)
    assert high == 4.0  # never below the estimate


def test_less_than_noise_reaches_zero_but_is_not_certain():
    own = np.linspace(0.5, 1.5, 1000)
    low, high = energy_interval(0.0, np.zeros(1000), own)
    assert low == 0.0
    assert high == pytest.approx(0.66 - 0.525, abs=0.01)  # 16 % point less 2.5 % point


def test_low_end_follows_the_permutation_test():
    a = np.linspace(-0.1, 0.1, 101)
    assert energy_interval(4.0, 2 * a, a**2, p=0.05).low == 0.0
    assert energy_interval(4.0, 2 * a, a**2, p=0.04).low > 3


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="value >= 0"):
        energy_interval(-0.1, np.zeros(3), np.zeros(3))
    with pytest.raises(ValueError, match="one shape"):
        energy_interval(0.1, np.zeros(3), np.zeros(4))


@pytest.mark.parametrize("shift", [0.0, 0.5, 1.5])
def test_covers_the_true_distance(shift):
    # Uniform on [0, 1] and [s, 1 + s]: 2∫(F − G)² = 2(s² − s³/3) for s ≤ 1 and
    # 2(s − 1/3) above (the gap has slope 1 over min(s, 1), a top of length |1 − s|).
    truth = 2 * (shift**2 - shift**3 / 3) if shift <= 1 else 2 * (shift - 1 / 3)
    rng = np.random.default_rng(3)
    runs, covered = 300, 0
    for seed in range(runs):
        x, y = rng.uniform(size=40), rng.uniform(size=40) + shift
        low, high = energy_interval(*forms(x, y, 300, seed), groups=(40, 40))
        covered += low <= truth + 1e-12 and truth <= high + 1e-12
    # 93 % less 2 Monte-Carlo errors of 1.5 points.
    assert covered / runs >= 0.90

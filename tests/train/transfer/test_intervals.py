import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.train.transfer.intervals import over_seeds, ratio_over_seeds, slope


def test_slope_by_hand():
    # steps 0, 1, 2 and rewards 1, 3, 5 rise by 2; a gap in the middle changes nothing
    assert slope(np.array([[1.0, 3.0, 5.0], [1.0, np.nan, 5.0]])) == pytest.approx([2.0, 2.0])


def test_ratio_by_hand():
    # above 1, 2, 3; below 3, 4, 5: means 2 and 4, variances 1, covariance 1. Half held out:
    # factor 1/3 + 1 = 4/3; t(2) = 4.302653, t² · 4/3 = 24.68376, so below² = 16 is less: None
    above, below = np.array([1.0, 2, 3]), np.array([3.0, 4, 5])
    assert ratio_over_seeds(above, below, 0.5) is None
    # Below ten times as large: a = 1600 - 24.68 · 1 = 1575.316, b = 80 - 24.684 = 55.316,
    # c = 4 - 24.684 = -20.684; ends (b ± √(b² - ac)) / a = (55.316 ± 188.79) / 1575.316
    found = ratio_over_seeds(above, below + 36, 0.5)
    assert found.value == pytest.approx(0.05)
    assert found.low == pytest.approx((55.31624 - 188.79) / 1575.31624, abs=1e-4)
    assert found.high == pytest.approx((55.31624 + 188.79) / 1575.31624, abs=1e-4)


@given(st.integers(0, 1000), st.floats(0.1, 10))
def test_the_ratio_of_a_multiple_is_exact(seed, times):
    below = np.random.default_rng(seed).normal(10, 0.1, 6)
    found = ratio_over_seeds(times * below, below, 0.3)
    assert found.low == pytest.approx(times, rel=1e-6)
    assert found.high == pytest.approx(times, rel=1e-6)


@given(st.integers(0, 1000))
def test_the_ratio_lies_in_its_interval(seed):
    rng = np.random.default_rng(seed)
    found = ratio_over_seeds(rng.normal(3, 1, 8), rng.normal(20, 1, 8), 0.3)
    assert found.low <= found.value <= found.high


def test_intervals_cover_the_ratio_of_overlapping_training_sets():
    # Means of 60 % of one sample, as seeds that train on 60 % of a pool see it; the truth is 0.5.
    # Without the factor f / (1 - f) = 1.5 less than half of the intervals cover it.
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(200):
        pairs = rng.normal((1.0, 2.0), 0.5, (50, 2))
        drawn = np.array([rng.permutation(pairs)[:30].mean(axis=0) for _ in range(6)])
        found = ratio_over_seeds(drawn[:, 0], drawn[:, 1], 0.6)
        covered += found.low <= 0.5 <= found.high
    assert covered >= 185  # 95 % of 200 less three standard errors of 3


def test_seeds_that_agree_have_no_width():
    found = over_seeds(np.full(5, 0.25), 0.3)
    assert (found.low, found.value, found.high) == (0.25, 0.25, 0.25)


def test_a_seed_without_a_value_leaves_nothing_rather_than_nan():
    values = np.array([0.1, np.nan, 0.3])
    assert over_seeds(values, 0.5).value is None
    assert ratio_over_seeds(np.ones(3), values, 0.5) is None

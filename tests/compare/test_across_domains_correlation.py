import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.compare.across_domains.correlation import (
    Blocks,
    ceiling,
    concordance,
    fisher_interval,
    pearson,
    spearman_brown,
)

NUMBERS = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=4, max_size=20)


def test_half_a_correlation_over_sixteen_domains_says_little():
    # atanh(.5) = .5493, 1.96 / sqrt(13) = .5436: tanh(.0057) = .006, tanh(1.0929) = .798
    low, high = fisher_interval(0.5, 16)
    assert low == pytest.approx(0.0057, abs=5e-4)
    assert high == pytest.approx(0.7983, abs=5e-4)


def test_no_interval_over_three_domains_and_none_at_one():
    assert fisher_interval(0.5, 3) is None
    assert fisher_interval(1.0, 9) is None
    assert fisher_interval(-1.0, 9) is None


def test_pearson_by_hand():
    # x: -1, 0, 1; y: -1, 1, 0 about their means: 1 / sqrt(2 * 2)
    assert pearson([1, 2, 3], [0, 2, 1]) == pytest.approx(0.5)
    assert pearson([1, 2, 3], [4, 4, 4]) is None
    assert pearson([1], [2]) is None


def test_concordance_by_hand():
    # x 1 2 3, y 2 3 4: s_xy = s_x^2 = s_y^2 = 2/3, means differ by 1: (4/3) / (4/3 + 1)
    assert concordance([1, 2, 3], [2, 3, 4]) == pytest.approx(4 / 7)
    assert concordance([1, 2, 3], [1, 2, 3]) == pytest.approx(1)
    assert concordance([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert concordance([2, 2], [2, 2]) is None


@given(NUMBERS, st.floats(0.1, 5), st.floats(-50, 50))
def test_pearson_knows_no_scale_and_concordance_never_passes_it(x, scale, shift):
    y = [scale * value + shift for value in x]
    r = pearson(x, y)
    if r is not None:
        assert r == pytest.approx(1, abs=1e-6)
        assert concordance(x, y) <= 1 + 1e-9


def test_reliability_steps_up():
    assert spearman_brown(0.5) == pytest.approx(2 / 3)
    assert spearman_brown(-0.2) == 0
    assert ceiling(0.64, 0.25) == pytest.approx(0.4)
    assert ceiling(0.0, 0.9) is None
    assert ceiling(None, 0.9) is None


def blocks(between, within, domains=30, size=40, seed=1):
    rng = np.random.default_rng(seed)
    domain = np.repeat(np.arange(domains), size)
    values = rng.normal(0, between, domains)[domain] + rng.normal(0, within, domain.size)
    return Blocks(values[:, None], np.ones((domain.size, 1)), domain)


def test_split_halves_find_a_planted_reliability():
    # between SD 1, error variance 4 / 40 = .1 of a domain's mean: 1 / 1.1 = .909
    (found,) = blocks(1, 2, domains=2000).reliability(20, np.random.default_rng(0))
    assert found == pytest.approx(1 / 1.1, abs=0.01)
    (nothing,) = blocks(0, 2).reliability(100, np.random.default_rng(0))
    assert nothing < 0.4
    (odd,) = blocks(1, 2, size=39).reliability(100, np.random.default_rng(0))
    assert odd > 0.8


def test_figures_are_weighted_means_per_domain():
    each = Blocks(
        np.array([[2.0], [4.0], [3.0]]), np.array([[1.0], [3.0], [0.0]]), np.array([0, 0, 1])
    )
    figures = each.figures()
    assert figures[0, 0] == pytest.approx(1.5)  # (2 + 4) / (1 + 3)
    assert np.isnan(figures[1, 0])

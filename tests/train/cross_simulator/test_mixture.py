import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from usergap.train.cross_simulator.mixture import gap, jensen_shannon, nearest_mixture

ONE = np.array([1.0])


def shares(rng, count, kinds):
    return rng.dirichlet(np.ones(kinds), count)


def test_divergence_by_hand():
    # p = (1, 0), q = (0, 1): one bit; p = q: none; (1, 0) against (1/2, 1/2): m = (3/4, 1/4),
    # ½ log2(4/3) + ½ (½ log2(2/3) + ½ log2 2) = 0.2075 - 0.1462 + 0.25
    assert jensen_shannon(np.array([1.0, 0]), np.array([0, 1.0])) == pytest.approx(1)
    assert jensen_shannon(np.array([0.3, 0.7]), np.array([0.3, 0.7])) == pytest.approx(0)
    assert jensen_shannon(np.array([1.0, 0]), np.array([0.5, 0.5])) == pytest.approx(0.311278)


@given(st.integers(0, 10_000))
def test_divergence_as_scipy_has_it(seed):
    p, q = shares(np.random.default_rng(seed), 2, 6)
    assert jensen_shannon(p, q) == pytest.approx(jensenshannon(p, q, base=2) ** 2)


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(deadline=None, max_examples=40)
def test_a_planted_mixture_is_found(seed, share):
    sides = shares(np.random.default_rng(seed), 2, 5)
    real = share * sides[0] + (1 - share) * sides[1]
    found = nearest_mixture([real], [sides], ONE)
    assert gap(found, [real], [sides], ONE) <= 1e-6
    if np.abs(sides[0] - sides[1]).sum() > 0.3:  # else hardly anything depends on the weights
        assert found[0] == pytest.approx(share, abs=0.02)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_no_other_mixture_is_nearer(seed):
    rng = np.random.default_rng(seed)
    real, sides = list(shares(rng, 3, 4)), [shares(rng, 3, 4) for _ in range(3)]
    of = np.full(3, 1 / 3)
    found = nearest_mixture(real, sides, of)
    least = gap(found, real, sides, of)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    for other in rng.dirichlet(np.ones(3), 60):
        assert least <= gap(other, real, sides, of) + 1e-7


def test_labels_that_a_side_never_shows():
    real = np.array([0.5, 0.5, 0.0])
    sides = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert nearest_mixture([real], [sides], ONE) == pytest.approx([0.5, 0.5, 0], abs=1e-3)

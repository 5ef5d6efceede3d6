import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from usergap.compare.distances import energy, half_sum, pairwise, tvd, w1

numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12)
points = st.lists(st.tuples(*[st.floats(-10, 10)] * 3), min_size=1, max_size=8)


def test_tvd_by_hand():
    # 50 * (|.5 - .2| + |.3 - .3| + |.2 - .5|) = 50 * .6 = 30
    assert tvd([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]) == pytest.approx(30, abs=1e-12)
    assert tvd([1.0, 0.0], [0.0, 1.0]) == 100
    assert tvd([[1, 0], [0.5, 0.5]], [0, 1]).tolist() == [100, 50]


def test_half_sum_may_pass_100():
    # three rates of 1 against 0: 50 * 3 = 150
    assert half_sum([1, 1, 1], [0, 0, 0]) == 150


def test_w1_by_hand():
    # {0, 0} to {1, 3}: quantile by quantile (1 + 3) / 2 = 2
    assert w1([0, 0], [1, 3]) == 2
    # {0, 3} to {0, 1, 2}: |F - G| is 1/6 on [0, 1), 1/6 on [1, 2), 1/2 on [2, 3)
    assert w1([0, 3], [0, 1, 2]) == pytest.approx(1 / 6 + 1 / 6 + 1 / 2, abs=1e-12)


def test_energy_by_hand():
    # points 0 and 1 against 3: 2 * (3 + 2) / 2 - (0 + 1 + 1 + 0) / 4 - 0 = 4.5
    assert energy([[0.0], [1.0]], [[3.0]]) == pytest.approx(4.5, abs=1e-12)


@pytest.mark.parametrize("distance", [w1, energy])
def test_an_empty_sample_is_an_error(distance):
    with pytest.raises(ValueError, match="each side"):
        distance([], [1.0])


@given(numbers, numbers)
def test_w1_agrees_with_scipy(x, y):
    assert w1(x, y) == pytest.approx(wasserstein_distance(x, y), rel=1e-9, abs=1e-9)


@given(numbers, numbers, st.floats(-100, 100))
def test_w1_properties(x, y, shift):
    assert w1(x, x) == pytest.approx(0, abs=1e-9)
    assert w1(x, y) == pytest.approx(w1(y, x), abs=1e-9)
    moved = [value + shift for value in x]
    assert w1(x, moved) == pytest.approx(abs(shift), abs=1e-6)


@given(points, points)
def test_energy_properties(x, y):
    assert energy(x, x) == pytest.approx(0, abs=1e-5)
    assert energy(x, y) == pytest.approx(energy(y, x), abs=1e-9)
    assert energy(x, y) >= -1e-5
    assert energy(x, y) == pytest.approx(energy(x[::-1], y), abs=1e-6)


def test_pairwise_is_zero_on_its_diagonal():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20, 5)) + 1e4  # where the product form loses digits
    distances = pairwise(x, x)
    assert (np.diag(distances) == 0).all()
    direct = np.sqrt(((x[:, None] - x[None]) ** 2).sum(axis=2))
    assert np.abs(distances - direct).max() < 0.1

import math

import numpy as np
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.draws import chunk_sizes, generator
from usergap.compare.resampling import BYTES_PER_WEIGHT, bootstrap, poisson_weights
from usergap.compare.sides import bring_together


def test_the_byte_table_has_the_moments_of_poisson_1():
    weights, counts = np.arange(6), np.array(BYTES_PER_WEIGHT)
    assert counts.sum() == 256
    assert (weights * counts).sum() / 256 == 1  # mean
    assert (weights * (weights - 1) * counts).sum() / 256 == 1  # so the variance is 1 as well
    for weight, count in zip(weights, counts, strict=True):
        assert abs(count / 256 - math.exp(-1) / math.factorial(weight)) < 1.1 / 256


def test_weights_are_drawn_as_the_table_says():
    drawn = poisson_weights(generator(0, "test"), 400, 500)
    assert drawn.shape == (400, 500)
    # 200,000 draws of variance 1: the mean's standard error is .0022
    assert drawn.mean() == pytest.approx(1, abs=0.01)
    assert drawn.var() == pytest.approx(1, abs=0.02)


def test_streams_depend_on_seed_and_purpose_alone():
    one = poisson_weights(generator(0, "a"), 3, 50)
    assert (one == poisson_weights(generator(0, "a"), 3, 50)).all()
    assert (one != poisson_weights(generator(1, "a"), 3, 50)).any()
    assert (one != poisson_weights(generator(0, "b"), 3, 50)).any()


def test_a_unit_weighs_the_same_on_both_sides():
    real = profile([{"pair": f"s{at}"} for at in range(6)]).table
    other = profile([{"pair": f"s{5 - at}", "words": at} for at in range(6)]).table
    sides = bring_together(real, other, True)
    (chunk,) = bootstrap(sides, 50, seed=0)
    units = sides.unit
    for unit in range(6):
        left = chunk.left[:, units[chunk.left_blocks] == unit]
        right = chunk.right[:, units[chunk.right_blocks] == unit]
        assert (left == right).all()


def test_unlinked_units_are_weighed_apart():
    rows = profile([{"words": at} for at in range(40)]).table
    (chunk,) = bootstrap(bring_together(rows, rows, False), 200, seed=0)
    correlation = np.corrcoef(chunk.left.ravel(), chunk.right.ravel())[0, 1]
    assert abs(correlation) < 0.05  # 8,000 pairs: standard error .011


def test_chunks_add_up_and_stay_small():
    assert sum(chunk_sizes(2000, 100_000)) == 2000
    assert max(chunk_sizes(2000, 100_000)) * 100_000 <= 2_000_000
    assert list(chunk_sizes(10, 0)) == [10]

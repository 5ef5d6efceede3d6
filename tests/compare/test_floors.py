import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.draws import generator
from usergap.compare.floors import floor_draws, summarise, with_replacement
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import observe
from usergap.compare.replication import replicate
from usergap.compare.sides import bring_together
from usergap.dimensions.words import WORDS


def test_draws_are_with_replacement_and_of_the_wanted_size():
    drawn = with_replacement(generator(0, "x"), 300, 20, 50)
    assert drawn.shape == (300, 20)
    assert (drawn.sum(axis=1) == 50).all()
    # a group's count is binomial (50, 1/20): mean 2.5, variance 2.375
    assert drawn.mean() == 2.5
    assert drawn.var() == pytest.approx(2.375, rel=0.1)


def test_summary_by_hand():
    floor = summarise(np.array([1.0, 2.0, 3.0, np.nan]))
    assert floor is not None
    assert floor.mean == 2
    assert floor.point95 == pytest.approx(2.9)
    assert floor.square == pytest.approx(14 / 3)  # (1 + 4 + 9) / 3
    assert summarise(np.array([np.nan])) is None


def floor_of(real_values, n_simulated):
    real = profile([{"words": value} for value in real_values]).table
    other = profile([{"words": 0} for _ in range(n_simulated)]).table
    sides = bring_together(real, other, False)
    seen = observe(WORDS, pa.concat_tables(sides.table, promote_options="permissive"))
    statistic = NumberStatistic.of(seen, sides)
    draws = floor_draws(sides, 2000, 0, n_simulated)
    collected = replicate(draws, {"words": statistic})["words"]
    return summarise(statistic.distances(collected))


def test_the_floor_looks_at_real_rows_only():
    assert floor_of([4] * 10, 10).point95 == 0


def test_the_floor_of_two_points():
    # real values 0 and 1, half and half, samples of 100: W1 = |p - q| with p, q binomial
    # shares, difference normal with SD sqrt(.25 / 100 * 2) = .0707: E|d| = SD * sqrt(2 / pi)
    floor = floor_of([0, 1] * 50, 100)
    assert floor.mean == pytest.approx(0.0707 * np.sqrt(2 / np.pi), rel=0.05)
    assert floor.point95 == pytest.approx(1.96 * 0.0707, rel=0.06)


def test_smaller_samples_have_a_higher_floor():
    values = np.random.default_rng(0).exponential(size=200)
    assert floor_of(values, 20).mean > 1.5 * floor_of(values, 200).mean

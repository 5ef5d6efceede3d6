import numpy as np
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.distances import energy, pairwise
from usergap.compare.draws import generator, observed
from usergap.compare.intervals.bounds import (
    label_bounds,
    number_bounds,
    unvaried,
    vector_bounds,
)
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import observe
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap, poisson_weights
from usergap.compare.sides import bring_together
from usergap.dimensions.words import WORDS


def test_vectors_by_hand():
    # E = 1, noise of length^2 .19 at right angles: |x_b|^2 = 1.19, <x_b, x> = 1,
    # t^2 + .19 = 1: t^2 = .81 in every replicate
    groups = (10**6, 10**6)  # no small-sample correction to speak of
    resampled = (np.full(50, 1.19), np.full(50, 1.0))
    low, high = vector_bounds((np.array([1.0]),), resampled, groups, p=0.001)
    assert low == pytest.approx(0.81, abs=1e-4)
    assert high == 1


def test_labels_are_times_100():
    difference = np.array([0.3, -0.3])
    replicates = np.tile(difference, (200, 1))
    ends = label_bounds(difference, replicates, (10**6, 10**6), (1e6, 1e6), p=0.001)
    assert ends == pytest.approx((30, 30), abs=0.01)
    assert label_bounds(difference, replicates, (9, 9), (9, 9), p=0.2).low == 0


@pytest.mark.parametrize(("rates", "most"), [(False, 100), (True, 150)])
def test_labels_stay_in_the_range_of_their_distance(rates: bool, most: float):
    # two dialogues a side: the t quantile alone is 4.3 where the normal's is 1.96
    difference = np.array([0.9, -0.9, 0.9 * rates])
    replicates = difference + np.random.default_rng(0).normal(0, 0.5, (200, 3))
    ends = label_bounds(difference, replicates, (2, 2), (4, 4), p=1.0, rates=rates)
    assert ends.high == most


def test_a_kind_of_dialogue_that_no_sample_showed_is_not_excluded():
    # all of 20 groups alike on both sides: 14 in 100 (1 - .05^(1/20)) may be of another kind
    nothing = np.zeros(2)
    ends = label_bounds(nothing, np.zeros((200, 2)), (20, 300), (1e6, 1e6), p=1.0)
    assert ends == (0, pytest.approx(13.91, abs=0.01))
    flags = label_bounds(nothing, np.zeros((200, 2)), (20, 300), (1e6, 1e6), p=1.0, rates=True)
    assert flags.high == pytest.approx(6.96, abs=0.01)


def test_groups_that_are_all_alike_do_not_make_a_distance_certain():
    # every dialogue half praise on one side, six tenths on the other: TVD 10 in every sample
    difference = np.array([0.1, -0.1])
    same = np.tile(difference, (200, 1))
    ends = label_bounds(difference, same, (100, 100), (1e6, 1e6), p=0.001)
    assert ends == pytest.approx((10 - 2.951, 10 + 2.951), abs=0.01)  # 1 - .05^(1/100)


def test_numbers_without_a_difference_have_no_width():
    rows = profile([{"words": 3}, {"words": 3}]).table
    sides = bring_together(rows, rows, False)
    import pyarrow as pa

    statistic = NumberStatistic.of(observe(WORDS, pa.concat_tables(sides.table)), sides).keeping()
    sample = replicate([observed(sides)], {"x": statistic})["x"]
    resampled = replicate(bootstrap(sides, 50, 0), {"x": statistic})["x"]
    assert number_bounds(sample, resampled, (2, 2), p=1.0) == (0, 0)


def test_two_equal_samples_do_not_exclude_every_gap():
    # The estimate is 0, the truth need not be: 0.0 to 0.0 would claim certainty.
    rng = np.random.default_rng(3)
    rows = profile([{"words": int(x)} for x in np.exp(rng.normal(4, 0.8, 50))]).table
    sides = bring_together(rows, rows, False)
    seen = observe(WORDS, rows.take([*sides.origin[0], *sides.origin[1]]))
    statistic = NumberStatistic.of(seen, sides).keeping()
    sample = replicate([observed(sides)], {"x": statistic})["x"]
    resampled = replicate(bootstrap(sides, 300, 0), {"x": statistic})["x"]
    low, high = number_bounds(sample, resampled, (50, 50), p=1.0)
    assert (low, sample[0][0]) == (0, 0)
    assert high > 2  # words scatter by some 50: the mean of 50 by 7


@pytest.mark.parametrize("shift", [0.0, 0.7])
def test_coverage_of_a_known_distance(shift):
    """Normal vectors in 5 dimensions, 40 a side: the truth by 1,500 points a side."""
    rng = np.random.default_rng(1)
    move = np.array([shift, 0, 0, 0, 0])
    truth = 0.0
    if shift:
        truth = energy(rng.normal(size=(1500, 5)), rng.normal(size=(1500, 5)) + move)
    held = 0
    for run in range(40):
        x = np.concatenate([rng.normal(size=(40, 5)), rng.normal(size=(40, 5)) + move])
        inner = -pairwise(x, x)
        weights = poisson_weights(generator(run, "coverage"), 300, 80).astype(float)
        signed = np.concatenate(
            [
                weights[:, :40] / weights[:, :40].sum(axis=1, keepdims=True),
                -weights[:, 40:] / weights[:, 40:].sum(axis=1, keepdims=True),
            ],
            axis=1,
        )
        sample = np.repeat([1 / 40, -1 / 40], 40)
        energies = ((signed @ inner) * signed).sum(axis=1)
        value = float(sample @ inner @ sample)
        low, high = vector_bounds(
            (np.array([value]),), (energies, signed @ inner @ sample), (40, 40), p=None
        )
        held += low <= truth <= high
    # 95 % of 40 is 38; 34 is reached in 99 % of series at a true coverage of 94 %
    assert held >= 34


def test_values_that_never_vary_by_hand():
    # one group: 95 %; two: 1 - .05^.5 = .7764; a hundred: 1 - .05^.01 = .0295
    same = (5.0, 5.0)
    assert unvaried(same, (1, 9), 1.0) == pytest.approx((0, 4.75))
    assert unvaried(same, (9, 2), 1.0) == pytest.approx((0, 3.882), abs=1e-3)
    assert unvaried(same, (100, 100), 1.0) == pytest.approx((0, 0.1475), abs=1e-4)


def test_two_values_that_never_vary_by_hand():
    # 3 against 4, twenty a side: 1 - .05^.05 = .1391; unseen values may lie as far as 0:
    # room .1391 * 3 + .1391 * 4 = .974 on either side of the distance 1
    assert unvaried((3.0, 4.0), (20, 20), 0.001) == pytest.approx((0.026, 1.974), abs=1e-3)
    assert unvaried((3.0, 4.0), (20, 20), 0.2).low == 0
    # 0 has nothing nearer than the other side's value: .1391 * (2 + 2)
    assert unvaried((0.0, 2.0), (20, 20), 0.001).high == pytest.approx(2.556, abs=1e-3)

"""Which interval belongs to which kind of distance."""

from __future__ import annotations

import numpy as np

from usergap.compare.energy_interval import energy_interval
from usergap.compare.intervals import FLOOR_CDF, Interval, distance_interval
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.sides import Floats
from usergap.compare.statistic import Collected


def label_bounds(
    difference: Floats, resampled: Floats, groups: tuple[int, int], p: float | None
) -> Interval:
    """For TVD and half sum x100: ``difference`` (k,) of shares or rates, ``resampled`` (B, k)."""
    weights = np.full(difference.size, 50.0)
    return distance_interval(difference, _finite(resampled), weights, groups=groups, p=p)


def number_bounds(
    statistic: NumberStatistic,
    sample: Collected,
    resampled: Collected,
    groups: tuple[int, int],
    p: float | None,
) -> Interval:
    """For W1: F - G at the kept values, rescaled to the exact distance where values were left out.

    Only the interval's relative width rests on the kept values; the distance itself
    is exact.
    """
    value, difference = float(sample[0][0]), sample[1][0]
    weights = statistic.kept_weights
    low, high = distance_interval(
        difference, _finite(resampled[1]), weights, groups=groups, p=p, floor=FLOOR_CDF
    )
    thinned = float(np.abs(difference) @ weights)
    scale = value / thinned if thinned > 0 else 1.0
    return Interval(low * scale, max(high * scale, value))


def vector_bounds(
    sample: Collected, resampled: Collected, groups: tuple[int, int], p: float | None
) -> Interval:
    """For the energy distance: its replicates and their products with the sample."""
    known = np.isfinite(resampled[0]) & np.isfinite(resampled[1])
    value = float(sample[0][0])
    return energy_interval(value, resampled[0][known], resampled[1][known], groups=groups, p=p)


def _finite(replicates: Floats) -> Floats:
    return np.asarray(replicates[np.isfinite(replicates).all(axis=1)])

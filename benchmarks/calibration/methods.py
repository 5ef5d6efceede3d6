"""The interval methods that the coverage table compares, the shipped one first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.calibration.candidates import (
    basic,
    bias_corrected,
    directional,
    fewer_draws,
    one_shape,
    percentile,
    region,
)
from benchmarks.calibration.planted import Floats
from usergap.compare.intervals.inversion import FLOOR_CDF, distance_intervals

Method = Callable[[Floats, Floats, Floats, tuple[int, int]], Floats]


def shipped(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """``usergap.compare.intervals.inversion`` for shares and rates."""
    return distance_intervals(delta, deltas, weights, groups=groups)


def shipped_cdf(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """``usergap.compare.intervals.inversion`` for distribution functions."""
    return distance_intervals(delta, deltas, weights, groups=groups, floor=FLOOR_CDF)


LOSERS: Mapping[str, Method] = {
    "percentile": percentile.intervals,
    "basic": basic.intervals,
    "bias-corrected": bias_corrected.intervals,
    "one shape": one_shape.intervals,
    "directional": directional.intervals,
    "m out of n": fewer_draws.intervals,
    "region": region.intervals,
}

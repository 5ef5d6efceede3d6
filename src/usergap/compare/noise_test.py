"""A second test for sides whose groups are not of one size.

A permutation of whole groups is exact where groups of both sides are alike in every
way. Where simulated dialogues are longer, shuffled samples hold large and small groups
on both sides and scatter less (or more) than the sample does, although both sides may
have the very same shares: the Behrens-Fisher problem for clusters (Romano 1990; Chung
and Romano 2013). Bootstrap noise keeps every side's own groups, so it tests just that the
distance is 0. As with two simulators, the larger p of both tests counts.

Several runs of a scenario make groups unlike as well: see ``unlike_groups``.
"""

from __future__ import annotations

import numpy as np

from usergap.compare.intervals.inversion import small_sample_factor
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.observations import Observations
from usergap.compare.sides import Floats, Sides
from usergap.compare.statistic import Collected, Statistic
from usergap.compare.unlike_groups import unlike_runs
from usergap.compare.vector_statistic import VectorStatistic

UNALIKE = 1.25
"""Ratio of the sides' mean units a group from which the permutation is not trusted alone:
there a test at 5 % can reject in some 7 of 100."""


def alike(seen: Observations, sides: Sides) -> bool:
    """Whether both sides' groups hold nearly as many units of a measure on average.

    Groups with unlike numbers of runs are not alike: ``unlike_groups`` knows nothing of how
    alike runs are, and a swap within pairs takes a difference to be as likely with either
    sign, but one dialogue is more skewed than a mean of several.
    """
    if unlike_runs(sides):
        return False
    mass = np.bincount(sides.block, seen.units * sides.weight, sides.real_block.size)
    means = [
        float(mass[side & (mass > 0)].mean()) for side in (sides.real_block, ~sides.real_block)
    ]
    return max(means) < UNALIKE * min(means)


def noise(
    statistic: Statistic, sample: Collected, resampled: Collected, groups: tuple[int, int]
) -> tuple[float, Floats]:
    """The distance, and distances that noise alone makes around 0, (replicates,).

    For Wasserstein distances both are sums over the interval's blocks, as there.
    """
    factor = small_sample_factor(groups)
    if isinstance(statistic, VectorStatistic):
        value = float(sample[0][0])
        own = resampled[0] - 2 * resampled[1] + value
        return value, factor**2 * np.maximum(own[np.isfinite(own)], 0.0)
    if isinstance(statistic, LabelStatistic):
        one = 50.0 * _difference(statistic, sample)[0]
        many = 50.0 * _difference(statistic, resampled)
    else:
        one, many = sample[1][0], resampled[1]
    many = many[np.isfinite(many).all(axis=1)]
    return float(np.abs(one).sum()), factor * np.abs(many - many.mean(axis=0)).sum(axis=1)


def _difference(statistic: LabelStatistic, sums: Collected) -> Floats:
    return statistic.profile(sums[1]) - statistic.profile(sums[0])

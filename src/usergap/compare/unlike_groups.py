"""A permutation for sides whose groups hold different numbers of dialogues.

Real users talk once each, a simulator runs every scenario five times: groups of one and
groups of five are not exchangeable, and a permutation that keeps the number of *groups*
gives both sides a mix of them, which scatters less than single dialogues do (false alarms
of 30 to 50 % at 40 single dialogues against 150 groups of five). Bootstrap noise
(``noise_test``) keeps each side's own groups, but 40 dialogues that missed a long tail show
neither their error nor its size (up to 13 %, on lengths).

So single dialogues are permuted, and the larger p of that and of bootstrap noise counts.
The permutation is exact where dialogues of one group are no more alike than others, and
nearly so where the side with the small groups makes most of the noise; where runs are
alike it is too narrow, but then bootstrap noise is the larger.
``benchmarks/calibration/false_alarms_runs`` measures both together. (Two other ways
lost: moving dialogues between groups whose sizes stay leaves half of a gap in the null,
moving whole groups until a side is full finds next to nothing where runs are alike.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from usergap.compare.permutation import permutations
from usergap.compare.replication import replicate
from usergap.compare.sides import Sides
from usergap.compare.statistic import Collected, Statistic

UNALIKE = 1.25
"""Ratio of the sides' mean dialogues a group from which groups are not exchangeable."""


def replicated_null(
    sides: Sides,
    statistics: Mapping[str, Statistic],
    remake: Callable[[Sides], Mapping[str, Statistic]],
    replicates: int,
    seed: int,
    cell: str = "",
) -> Mapping[str, Collected]:
    """What ``statistics`` collect where nothing differs: groups permuted, or dialogues.

    ``remake`` gives the statistics over other blocks of the same rows.
    """
    if unlike_sizes(sides):
        sides = single_rows(sides)
        statistics = remake(sides)
    return replicate(permutations(sides, replicates, seed, cell), statistics)


def unlike_sizes(sides: Sides) -> bool:
    """Whether groups are unlike and can be taken apart; pairs and strata cannot."""
    return not sides.paired and sides.stratum is None and unlike_runs(sides)


def unlike_runs(sides: Sides) -> bool:
    """Whether one side's groups hold a quarter more dialogues on average."""
    if not min(sides.groups):
        return False
    rows = np.bincount(sides.block, minlength=sides.real_block.size)
    means = [float(rows[side].mean()) for side in (sides.real_block, ~sides.real_block)]
    return max(means) >= UNALIKE * min(means)


def single_rows(sides: Sides) -> Sides:
    """The same rows, each a block of its own."""
    place = np.arange(sides.block.size)
    return replace(sides, block=place, unit=place, real_block=sides.real)

"""A permutation for sides whose groups hold different numbers of dialogues.

Real users talk once each, a simulator runs every scenario five times: groups of one and
groups of five are not exchangeable, and a permutation that keeps the number of *groups*
gives both sides a mix of them, which scatters less than single dialogues do (false alarms
of 30 to 50 % at 40 single dialogues against 150 groups of five). Bootstrap noise
(``noise_test``) keeps each side's own groups, but 40 dialogues that missed a long tail show
neither their error nor its size (up to 13 %, on lengths).

Here groups come in random order until the real side has its number of *dialogues*; the
group at the border is parted. Every dialogue is as likely to be called real as any other:
a permutation that left small groups with small places would keep half of a gap in the
null, and find nothing. Where runs of one scenario are alike and the side that has them
is the larger, the null is too wide, which errs on the side of finding nothing; where it is
the smaller one, too narrow: there bootstrap noise counts, for the larger p of both does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from usergap.compare.draws import Chunk, chunk_sizes, generator
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
    """What ``statistics`` collect where nothing differs: groups permuted, or regrouped.

    ``remake`` gives the statistics over other blocks of the same rows.
    """
    if unlike_sizes(sides):
        rows = single_rows(sides)
        return replicate(regrouped(sides, replicates, seed, cell), remake(rows))
    return replicate(permutations(sides, replicates, seed, cell), statistics)


def unlike_sizes(sides: Sides) -> bool:
    """Whether groups are unlike and can be regrouped; pairs and strata cannot."""
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


def regrouped(sides: Sides, replicates: int, seed: int, cell: str = "") -> Iterator[Chunk]:
    """Draws over ``single_rows(sides)``: whole groups move, sides keep their dialogues' number."""
    sizes = np.bincount(sides.block, minlength=sides.real_block.size)
    order = np.argsort(sides.block, kind="stable")
    group = np.repeat(np.arange(sizes.size), sizes)
    at = np.arange(group.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wanted = int(sides.real.sum())
    rng = generator(seed, f"regrouped {cell}")
    every = slice(0, group.size)
    for size in chunk_sizes(replicates, 2 * group.size):
        come = rng.permuted(np.tile(np.arange(sizes.size), (size, 1)), axis=1)
        before = np.empty_like(come)
        ends = np.cumsum(sizes[come], axis=1)
        np.put_along_axis(before, come, ends - sizes[come], axis=1)
        # Within the group at the border any dialogue may be the first.
        first = rng.integers(0, sizes, come.shape)
        place = before[:, group] + (at - first[:, group]) % sizes[group]
        real = np.empty(place.shape, np.bool_)
        real[:, order] = place < wanted
        yield Chunk(real.astype(np.float32), every, (~real).astype(np.float32), every)

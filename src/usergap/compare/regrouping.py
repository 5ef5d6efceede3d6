"""A permutation for sides whose groups hold different numbers of dialogues: sizes are kept.

Real users talk once each, a simulator runs every scenario five times: groups of one and
groups of five are not exchangeable, and a permutation of whole groups gives both sides a
mix of them, which scatters less than single dialogues do (false alarms of 30 to 50 % at
40 single dialogues against 150 groups of five). Bootstrap noise (``noise_test``) keeps
each side's own groups, but 40 dialogues that missed a long tail show neither their error
nor its size (up to 13 %, on lengths).

Here the groups' sizes stay where they are and their dialogues move: a random order
says which group's dialogues each place gets. A group that is too large for its place
leaves the rest over, one that is too small is filled from what others left, dialogues of
one group together where they fit. Every dialogue is used once: each replicate has the
law of the sample where dialogues of one group are no more alike than others, and where all
groups are of one size this is the permutation of whole groups. (It is no uniform draw of
all orders: small groups stay with small places more often, which makes the test a little
conservative.) Groups that were filled hold strangers, so where runs of one scenario are
alike the null is slightly too narrow; ``benchmarks/calibration/false_alarms_runs`` measures
both, with half of all runs the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from usergap.compare.draws import Chunk, chunk_sizes, generator
from usergap.compare.permutation import permutations
from usergap.compare.replication import replicate
from usergap.compare.sides import Integers, Sides
from usergap.compare.statistic import Collected, Statistic

UNALIKE = 1.25
"""Ratio of the sides' mean dialogues a group from which sizes must be kept."""


def replicated_null(
    sides: Sides,
    statistics: Mapping[str, Statistic],
    remake: Callable[[Sides], Mapping[str, Statistic]],
    replicates: int,
    seed: int,
    cell: str = "",
) -> Mapping[str, Collected]:
    """What ``statistics`` collect where nothing differs: permutations, or sizes kept.

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
    """Draws over ``single_rows(sides)``: dialogues move, both sides keep their groups' sizes."""
    sizes = np.bincount(sides.block, minlength=sides.real_block.size)
    order = np.argsort(sides.block, kind="stable")
    rng = generator(seed, f"regrouped {cell}")
    every = slice(0, sides.block.size)
    for size in chunk_sizes(replicates, 4 * sides.block.size):
        real = np.empty((size, sides.block.size), np.bool_)
        real[:, order] = _moved(rng, size, sizes, sides.real_block)
        yield Chunk(real.astype(np.float32), every, (~real).astype(np.float32), every)


def _moved(
    rng: np.random.Generator, replicates: int, sizes: Integers, real: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which dialogues, in order of their groups, are real in each replicate."""
    place = rng.permuted(np.tile(np.arange(sizes.size), (replicates, 1)), axis=1)
    room, side = sizes[place], real[place]
    group = np.repeat(np.arange(sizes.size), sizes)
    at = np.arange(group.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    # Which of a large group go to its place: neighbours in a circle, from a random one on.
    first = rng.integers(0, sizes, (replicates, sizes.size))
    fits = (at - first[:, group]) % sizes[group] < room[:, group]
    moved: NDArray[np.bool_] = side[:, group]
    # What is left over and what is missing add up alike in each replicate, in one order.
    missing = np.maximum(room - sizes, 0)
    moved[~fits] = np.repeat(side.ravel(), missing.ravel())
    return moved

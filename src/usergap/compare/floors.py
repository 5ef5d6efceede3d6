"""The floor: how far two samples of REAL users are from each other.

A distance between samples is never 0. The floor is the distance between two
samples of whole groups drawn with replacement from the real side, at the two
sides' sizes: its mean is what a perfect simulator would show.

Sizes are counted in groups. Where a simulator ran each scenario several times and real
users talked once, a group of real users is one dialogue: nobody knows how much alike
several dialogues of real users on one scenario would be. The floor then takes them to be
one and the same, which is the most it can be; the excess comes out too small and is read
as a lower bound (``benchmarks/calibration/false_alarms_runs`` measures by how much).
Distances, p-values and intervals do not rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from usergap.compare.draws import Chunk, Weights, chunk_sizes, generator
from usergap.compare.sides import Floats, Sides


@dataclass(frozen=True, slots=True)
class Floor:
    """Mean, 95 % point and mean square of the distance between two real samples."""

    mean: float
    point95: float
    square: float


def floor_draws(
    sides: Sides, replicates: int, seed: int, right_size: int, cell: str = ""
) -> Iterator[Chunk]:
    """Two independent samples of real groups: as many as there are, and ``right_size``.

    For pairs the draws are independent as well, which makes the floor conservative.
    """
    groups = sides.groups[0]
    real = slice(0, groups)
    rng = generator(seed, f"floor {cell}")
    for size in chunk_sizes(replicates, groups + right_size):
        left = with_replacement(rng, size, groups, groups)
        right = with_replacement(rng, size, groups, right_size)
        yield Chunk(left, real, right, real)


def stratified_draws(sides: Sides, replicates: int, seed: int, cell: str = "") -> Iterator[Chunk]:
    """The same where domains are standardised: as many groups of each as the sides have.

    A standardised side has the real mix of domains whatever its own was, so the floor
    must not vary with the mix either. Each domain of the right sample weighs what it
    weighs among the simulated dialogues.
    """
    if sides.stratum is None:
        raise ValueError("expected sides with strata, found none")
    groups, real = sides.groups[0], sides.real_block
    mass = np.bincount(sides.block, sides.weight, sides.real_block.size)
    rng = generator(seed, f"floor {cell}")
    for size in chunk_sizes(replicates, sides.real_block.size):
        left, right = (np.zeros((size, groups), np.float32) for _ in range(2))
        for stratum in np.unique(sides.stratum):
            mine = (sides.stratum == stratum) & (mass > 0)
            here, there = (np.flatnonzero(mine & side) for side in (real, ~real))
            if not here.size or not there.size:
                continue
            scale = np.float32(mass[there].mean() / mass[here].mean())
            left[:, here] = with_replacement(rng, size, here.size, here.size)
            right[:, here] = scale * with_replacement(rng, size, here.size, there.size)
        yield Chunk(left, slice(0, groups), right, slice(0, groups))


def with_replacement(rng: np.random.Generator, replicates: int, groups: int, drawn: int) -> Weights:
    """How often each group is drawn when ``drawn`` are, shape (replicates, groups)."""
    picks = rng.integers(0, groups, (replicates, drawn), dtype=np.int32)
    flat = picks + (np.arange(replicates, dtype=np.int64) * groups)[:, None]
    counts = np.bincount(flat.ravel(), minlength=replicates * groups)
    return counts.reshape(replicates, groups).astype(np.float32)


def summarise(distances: Floats) -> Floor | None:
    """Mean, 95 % point and mean square of replicates; None where none could be computed."""
    known = distances[np.isfinite(distances)]
    if not known.size:
        return None
    square = float(np.square(known).mean())
    return Floor(float(known.mean()), float(np.quantile(known, 0.95)), square)

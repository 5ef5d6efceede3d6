"""Draws: which blocks make up the left and the right sample of each replicate.

Bootstrap, floor and permutation differ only in how they weigh blocks; every
distance is computed from such weights. Draws come in chunks, so that memory stays
bounded, and every chunk serves all measures: weights are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.compare.canonical import key
from usergap.compare.sides import Integers, Sides

Weights = NDArray[np.float32]
CHUNK = 2_000_000


@dataclass(frozen=True)
class Chunk:
    """Weights of blocks, one row per replicate.

    ``left`` (replicates, len(left_blocks)) makes the real sample of a replicate,
    ``right`` the simulated one; the other blocks weigh nothing. Rows of moved
    blocks take their ``swapped`` weights.
    """

    left: Weights
    left_blocks: Integers
    right: Weights
    right_blocks: Integers


def generator(seed: int, purpose: str) -> np.random.Generator:
    """A random stream for one purpose, independent of all others and of their order."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, key(purpose)])))


def chunk_sizes(replicates: int, width: int) -> Iterator[int]:
    """Split replicates into chunks of bounded size."""
    step = max(1, min(replicates, CHUNK // max(1, width)))
    for start in range(0, replicates, step):
        yield min(step, replicates - start)


def observed(sides: Sides) -> Chunk:
    """The sample itself as a draw of one replicate."""
    left, right = np.flatnonzero(sides.real_block), np.flatnonzero(~sides.real_block)
    return Chunk(
        np.ones((1, left.size), np.float32), left, np.ones((1, right.size), np.float32), right
    )

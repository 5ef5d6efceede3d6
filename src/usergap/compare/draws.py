"""Draws: which blocks make up the left and the right sample of each replicate.

Bootstrap, floor and permutation differ only in how they weigh blocks; every
distance is computed from such weights. Draws come in chunks, so that memory stays
bounded, and every chunk serves all measures: weights are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from usergap.compare.canonical import key
from usergap.compare.sides import Floats, Sides

Weights = NDArray[np.float32]
CHUNK = 2_000_000


@dataclass(frozen=True)
class Chunk:
    """Weights of blocks, one row per replicate.

    ``left`` (replicates, blocks in left_blocks) makes the real sample of a replicate,
    ``right`` the simulated one; the other blocks weigh nothing. Rows of moved
    blocks take their ``swapped`` weights.
    """

    left: Weights
    left_blocks: slice
    right: Weights
    right_blocks: slice

    @cached_property
    def doubles(self) -> tuple[Floats, Floats]:
        """Left and right weights in double precision, made once for all that divide them."""
        return self.left.astype(np.float64), self.right.astype(np.float64)

    def rows(self, part: slice) -> Chunk:
        """Some of the replicates."""
        return replace(self, left=self.left[part], right=self.right[part])


def generator(seed: int, purpose: str) -> np.random.Generator:
    """A random stream for one purpose, independent of all others and of their order."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, key(purpose)])))


def random_bytes(rng: np.random.Generator, size: int) -> bytes:
    """Random bytes straight from the bit generator, the same on every machine."""
    raw = rng.bit_generator.random_raw((size + 7) // 8)
    return np.asarray(raw).astype("<u8", copy=False).tobytes()[:size]


def chunk_sizes(replicates: int, width: int) -> Iterator[int]:
    """Split replicates into chunks of bounded size."""
    step = max(1, min(replicates, CHUNK // max(1, width)))
    for start in range(0, replicates, step):
        yield min(step, replicates - start)


def observed(sides: Sides) -> Chunk:
    """The sample itself as a draw of one replicate."""
    real, simulated = sides.groups
    ones = [np.ones((1, size), np.float32) for size in (real, simulated)]
    return Chunk(ones[0], slice(0, real), ones[1], slice(real, real + simulated))

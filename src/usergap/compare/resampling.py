"""Resampling whole units with Poisson weights, drawn once for all measures.

The Poisson bootstrap (Hanley and MacGibbon 2006; Chamandy et al. 2012) gives every
unit an independent Poisson(1) weight instead of drawing units with replacement:
weights need no second pass and all replicates of linear counts are one product.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from usergap.compare.draws import Chunk, chunk_sizes, generator, random_bytes
from usergap.compare.sides import Sides

# How many of the 256 bytes give weight 0, 1, 2 ...: mean and variance are exactly 1,
# the third factorial moment is 252/256 (Poisson: 1), every probability within 1.1/256.
BYTES_PER_WEIGHT = (94, 95, 46, 16, 4, 1)
POISSON_OF_BYTE = np.repeat(np.arange(6, dtype=np.uint8), BYTES_PER_WEIGHT).tobytes()


def poisson_weights(rng: np.random.Generator, replicates: int, units: int) -> NDArray[np.uint8]:
    """Poisson(1) weights from one random byte each, shape (replicates, units)."""
    drawn = random_bytes(rng, replicates * units).translate(POISSON_OF_BYTE)
    return np.frombuffer(drawn, np.uint8).reshape(replicates, units)


def bootstrap(sides: Sides, replicates: int, seed: int, cell: str = "") -> Iterator[Chunk]:
    """Resample units; a unit with rows on both sides has one weight for both.

    Units are ordered real only, both, simulated only, so that each side's weights
    are a run of columns and need no copy.
    """
    real, simulated = sides.groups
    first = sides.units - simulated
    left, right = slice(0, real), slice(real, real + simulated)
    rng = generator(seed, f"bootstrap {cell}")
    for size in chunk_sizes(replicates, sides.units):
        weights = poisson_weights(rng, size, sides.units).astype(np.float32)
        yield Chunk(weights[:, :real], left, weights[:, first:], right)

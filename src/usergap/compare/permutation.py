"""Permutation of sides: how large a distance chance alone would give.

Units that have dialogues on both sides (pairs) swap sides as a whole; all other
groups keep the number of real and simulated ones and are shuffled. Both moves
leave the data's distribution as it is if simulated users behave like real ones, so
they may be mixed: a pooled comparison in which some scenarios happen to be shared
stays valid.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from usergap.compare.draws import Chunk, chunk_sizes, generator, random_bytes
from usergap.compare.sides import Floats, Sides

TOLERANCE = 1e-9


def permutations(sides: Sides, replicates: int, seed: int, cell: str = "") -> Iterator[Chunk]:
    """Draw assignments of blocks to sides; strata, where given, are shuffled within."""
    blocks = slice(0, sides.real_block.size)
    spanning = sides.spanning
    rng = generator(seed, f"permutation {cell}")
    alone = np.flatnonzero(~spanning)
    strata = [alone]
    if sides.stratum is not None:
        kinds = sides.stratum[alone]
        strata = [alone[kinds == kind] for kind in np.unique(kinds)]
    for size in chunk_sizes(replicates, 2 * blocks.stop):
        real = np.tile(sides.real_block, (size, 1))
        swap = coins(rng, size, sides.units)
        real[:, spanning] ^= swap[:, sides.unit[spanning]]
        for places in strata:
            if sides.real_block[places].any() and not sides.real_block[places].all():
                real[:, places] = rng.permuted(real[:, places], axis=1)
        yield Chunk(real.astype(np.float32), blocks, (~real).astype(np.float32), blocks)


def coins(rng: np.random.Generator, replicates: int, units: int) -> NDArray[np.bool_]:
    """Fair coins from random bits, shape (replicates, units)."""
    drawn = np.frombuffer(random_bytes(rng, (replicates * units + 7) // 8), np.uint8)
    return np.unpackbits(drawn)[: replicates * units].reshape(replicates, units).view(np.bool_)


def p_value(value: float, permuted: Floats) -> float | None:
    """The share (1 + #{permuted >= value}) / (1 + B), never 0 (Phipson and Smyth 2010).

    Float noise counts as a tie: permutations that restate the sample must count.
    None where no permutation could be computed.
    """
    known = permuted[np.isfinite(permuted)]
    if not known.size:
        return None
    reached = int((known >= value - TOLERANCE * max(1.0, abs(value))).sum())
    return (1 + reached) / (1 + known.size)

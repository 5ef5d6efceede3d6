"""Energy distance of vectors under any draw: quadratic forms of block weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from usergap.compare.distances import pairwise
from usergap.compare.draws import Chunk
from usergap.compare.observations import Observations
from usergap.compare.sides import Floats, Integers, Sides
from usergap.compare.statistic import Collected


@dataclass(frozen=True)
class Part:
    """One kind of vector: summed distances between blocks (m, m), blocks' masses (m,)."""

    between: Floats
    mass: Floats

    def sample(self, real_block: NDArray[np.bool_]) -> Floats:
        """The sample's signed weights per block: 1 / n real, -1 / m simulated."""
        real, simulated = self.mass[real_block].sum(), self.mass[~real_block].sum()
        return np.asarray(np.where(real_block, 1.0 / real, -1.0 / simulated))


@dataclass(frozen=True)
class VectorStatistic:
    """The mean over kinds of vector of the energy distance of each kind.

    E = 2 l'Dr - l'Dl - r'Dr = -(l - r)'D(l - r) with normalised weights l and r.
    Vectors have length 1 and D is their Euclidean distance, so E lies in 0..2.
    Weights are the rows' own; a draw with another weight for moved rows
    (standardised comparisons) uses them as well.
    """

    parts: tuple[Part, ...]
    real_block: NDArray[np.bool_]
    kept: bool = False

    @classmethod
    def of(cls, seen: Observations, sides: Sides) -> VectorStatistic:
        """Measure all distances between rows once and sum them into blocks."""
        kinds = seen.parts.shape[1]
        width = seen.values.shape[1] // kinds
        parts = []
        for kind in range(kinds):
            rows = np.flatnonzero(seen.parts[:, kind] & seen.defined)
            vectors = seen.values[rows, kind * width : (kind + 1) * width]
            block, weight = sides.block[rows], sides.weight[rows]
            real = sides.real_block[block]
            if not rows.size or real.all() or not real.any():
                continue
            mass = np.bincount(block, weight, sides.real_block.size).astype(np.float64)
            parts.append(Part(_into_blocks(pairwise(vectors, vectors), block, weight, mass), mass))
        return cls(tuple(parts), sides.real_block)

    def keeping(self) -> VectorStatistic:
        """The same, collecting also each replicate's product with the sample, for intervals."""
        return replace(self, kept=True)

    def collect(self, chunk: Chunk) -> Collected:
        """Distances, (replicates,), and where kept the products x_b'(-D)x, (replicates,)."""
        energies: list[Floats] = []
        products: list[Floats] = []
        if not self.parts:
            nothing = np.full(chunk.left.shape[0], np.nan)
            return (nothing, nothing) if self.kept else (nothing,)
        for part in self.parts:
            signed = _signed(part, chunk)
            reached = signed @ part.between
            energies.append(np.maximum(-(reached * signed).sum(axis=1), 0.0))
            if self.kept:
                products.append(-(reached @ part.sample(self.real_block)))
        kept = (np.mean(products, axis=0),) if self.kept else ()
        return (np.mean(energies, axis=0), *kept)

    def distances(self, collected: Collected) -> Floats:
        """Energy distance, in Euclidean distance of vectors of length 1."""
        return np.asarray(collected[0])


def _into_blocks(distances: Floats, block: Integers, weight: Floats, mass: Floats) -> Floats:
    blocks = mass.size
    half = np.zeros((blocks, distances.shape[1]))
    np.add.at(half, block, distances * weight[:, None])
    full = np.zeros((blocks, blocks))
    np.add.at(full, block, (half * weight).T)
    return full


def _signed(part: Part, chunk: Chunk) -> Floats:
    signed = np.zeros((chunk.left.shape[0], part.mass.size))
    signed[:, chunk.left_blocks] = _scaled(chunk.left, part.mass[chunk.left_blocks])
    signed[:, chunk.right_blocks] -= _scaled(chunk.right, part.mass[chunk.right_blocks])
    return signed


def _scaled(weights: NDArray[np.float32], mass: Floats) -> Floats:
    total = weights @ mass
    return np.asarray(weights / np.where(total > 0, total, np.nan)[:, None])

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

CELLS = 100_000  # blocks x replicates in work at once: stays in the processor's cache
BUNDLE = 64


@dataclass(frozen=True)
class Part:
    """One kind of vector, over the b blocks that have one (``at``: their numbers).

    ``between`` (b, b) holds summed distances, ``mass`` (b,) summed weights, ``real``
    (b,) which side a block is from.
    """

    at: Integers
    between: Floats
    mass: Floats
    real: NDArray[np.bool_]

    def sample(self) -> Floats:
        """The sample's signed weights per block: 1 / n real, -1 / m simulated."""
        real, simulated = self.mass[self.real].sum(), self.mass[~self.real].sum()
        return np.asarray(np.where(self.real, 1.0 / real, -1.0 / simulated))

    def signed(self, chunk: Chunk) -> Floats:
        """Each replicate's normalised left weights minus its right ones, (replicates, b)."""
        found = np.zeros((chunk.left.shape[0], self.at.size))
        for weights, blocks, sign in (
            (chunk.left, chunk.left_blocks, 1.0),
            (chunk.right, chunk.right_blocks, -1.0),
        ):
            # block numbers are in order: those of a run of blocks are a run as well
            inside = slice(*np.searchsorted(self.at, (blocks.start, blocks.stop)))
            places = self.at[inside] - blocks.start
            if places.size < weights.shape[1]:
                weights = weights.take(places, axis=1)
            drawn = weights.astype(np.float64)
            total = drawn @ self.mass[inside]
            drawn *= (sign / np.where(total > 0, total, np.nan))[:, None]
            found[:, inside] += drawn
        return found


@dataclass(frozen=True)
class VectorStatistic:
    """The mean over kinds of vector of the energy distance of each kind.

    E = 2 l'Dr - l'Dl - r'Dr = -(l - r)'D(l - r) with normalised weights l and r.
    Vectors have length 1 and D is their Euclidean distance, so E lies in 0..2.
    Weights are the rows' own; a draw with another weight for moved rows
    (standardised comparisons) uses them as well.
    """

    parts: tuple[Part, ...]
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
            at, place = np.unique(block, return_inverse=True)
            between = _into_blocks(pairwise(vectors, vectors), place, weight, at.size)
            mass = np.bincount(place, weight, at.size).astype(np.float64)
            parts.append(Part(at, between, mass, sides.real_block[at]))
        return cls(tuple(parts))

    def keeping(self) -> VectorStatistic:
        """The same, collecting also each replicate's product with the sample, for intervals."""
        return replace(self, kept=True)

    def collect(self, chunk: Chunk) -> Collected:
        """Distances, (replicates,), and where kept the products x_b'(-D)x, (replicates,)."""
        width = chunk.left.shape[1] + chunk.right.shape[1]
        # Whole bundles of rows: OpenBLAS gives them the very bits of one large product.
        step = max(1, CELLS // max(1, width * BUNDLE)) * BUNDLE
        pieces = [
            self._some(chunk.rows(slice(start, start + step)))
            for start in range(0, chunk.left.shape[0], step)
        ]
        return tuple(np.concatenate(piece) for piece in zip(*pieces, strict=True))

    def _some(self, chunk: Chunk) -> Collected:
        energies: list[Floats] = []
        products: list[Floats] = []
        if not self.parts:
            nothing = np.full(chunk.left.shape[0], np.nan)
            return (nothing, nothing) if self.kept else (nothing,)
        for part in self.parts:
            signed = part.signed(chunk)
            reached = signed @ part.between
            energies.append(np.maximum(-(reached * signed).sum(axis=1), 0.0))
            if self.kept:
                products.append(-(reached @ part.sample()))
        kept = (np.mean(products, axis=0),) if self.kept else ()
        return (np.mean(energies, axis=0), *kept)

    def distances(self, collected: Collected) -> Floats:
        """Energy distance, in Euclidean distance of vectors of length 1."""
        return np.asarray(collected[0])


def _into_blocks(distances: Floats, place: Integers, weight: Floats, blocks: int) -> Floats:
    if blocks == place.size and (np.diff(place) > 0).all():  # a row a block: nothing to sum
        if (weight != 1.0).any():
            distances *= weight[:, None]
            distances *= weight
            return np.ascontiguousarray(distances.T)
        return distances
    half = np.zeros((blocks, distances.shape[1]))
    np.add.at(half, place, distances * weight[:, None])
    full = np.zeros((blocks, blocks))
    np.add.at(full, place, (half * weight).T)
    return full

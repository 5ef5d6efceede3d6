"""Wasserstein-1 of numbers under any draw: sorted once, then cumulative weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from usergap.compare.draws import Chunk
from usergap.compare.intervals.cdf import block_sums, cdf_blocks
from usergap.compare.observations import Observations
from usergap.compare.sides import Floats, Integers, Sides
from usergap.compare.statistic import Collected

DUST = 1e-12
CELLS = 400_000  # rows x replicates in work at once: stays in the processor's cache


@dataclass(frozen=True)
class NumberStatistic:
    """The defined rows of both sides in order of value.

    ``block`` and ``weight`` (and ``moved``, the weight on the other side) per row,
    ``gaps`` between neighbouring values, shape (n - 1,). ``mass`` is the weight of
    each block's defined rows, ``moved_mass`` the same on the other side.
    """

    block: Integers
    weight: Floats
    moved: Floats
    gaps: Floats
    mass: Floats
    moved_mass: Floats
    real_block: NDArray[np.bool_]
    kept: Integers | None = None

    @classmethod
    def of(cls, seen: Observations, sides: Sides) -> NumberStatistic:
        """Sort the pooled defined rows; ties keep their canonical order."""
        rows = np.flatnonzero(seen.defined)
        rows = rows[np.argsort(seen.values[rows, 0], kind="stable")]
        block, blocks = sides.block[rows], sides.real_block.size
        weight, moved = sides.weight[rows], sides.swapped[rows]
        return cls(
            block=block,
            weight=weight,
            moved=moved,
            gaps=np.diff(seen.values[rows, 0]),
            mass=np.bincount(block, weight, blocks).astype(np.float64),
            moved_mass=np.bincount(block, moved, blocks).astype(np.float64),
            real_block=sides.real_block,
        )

    def keeping(self) -> NumberStatistic:
        """The same, collecting also the gaps between F and G in few blocks, for intervals."""
        real = self.real_block[self.block]
        below = [np.cumsum(self.weight * side) for side in (real, ~real)]
        shares = [part[:-1] / part[-1] for part in below]
        groups = [int((self.mass[side] > 0).sum()) for side in (self.real_block, ~self.real_block)]
        starts = cdf_blocks(shares[0], shares[1], self.gaps, (groups[0], groups[1]))
        return replace(self, kept=starts)

    def collect(self, chunk: Chunk) -> Collected:
        """The distances, (replicates,), and where kept the blocks of F - G, (replicates, kept)."""
        step = max(1, CELLS // max(1, self.block.size))
        parts = [
            self._some(chunk, slice(start, start + step))
            for start in range(0, chunk.left.shape[0], step)
        ]
        return tuple(np.concatenate(part) for part in zip(*parts, strict=True))

    def distances(self, collected: Collected) -> Floats:
        """W1 in the measure's own unit."""
        return np.asarray(collected[0])

    def _some(self, chunk: Chunk, part: slice) -> Collected:
        lefts, rights = chunk.doubles
        left = self._scaled(lefts[part], chunk.left_blocks, True)
        right = self._scaled(rights[part], chunk.right_blocks, False)
        if self.moved is self.weight or (self.moved == self.weight).all():
            if left.shape[1] == right.shape[1] == self.real_block.size:
                signed = np.subtract(left, right, out=left)
            else:
                signed = np.zeros((left.shape[0], self.real_block.size))
                signed[:, chunk.left_blocks] = left
                signed[:, chunk.right_blocks] -= right
            steps = signed.take(self.block, axis=1)
            if (self.weight != 1.0).any():
                steps *= self.weight
        else:
            steps = self._rows(left, chunk.left_blocks, True)
            steps -= self._rows(right, chunk.right_blocks, False)
        np.cumsum(steps, axis=1, out=steps)
        kept = () if self.kept is None else (block_sums(steps[:, :-1], self.gaps, self.kept),)
        np.abs(steps, out=steps)
        # The last sum is 0 up to rounding, but not a number where a side has nothing.
        distances = steps[:, :-1] @ self.gaps + 0.0 * steps[:, -1]
        # Sums of 1/n leave dust of some 1e-16 of the range where both sides are equal.
        distances[distances < DUST * self.gaps.sum()] = 0.0
        return (distances, *kept)

    def _scaled(self, weights: Floats, blocks: slice, left: bool) -> Floats:
        own = self.real_block[blocks] == left
        total = weights @ np.where(own, self.mass[blocks], self.moved_mass[blocks])
        return np.asarray(weights / np.where(total > 0, total, np.nan)[:, None])

    def _rows(self, scaled: Floats, blocks: slice, left: bool) -> Floats:
        full = np.zeros((scaled.shape[0], self.real_block.size))
        full[:, blocks] = scaled
        own = self.real_block[self.block] == left
        return full.take(self.block, axis=1) * np.where(own, self.weight, self.moved)

"""Label shares and flag rates under any draw: all replicates are one product W @ C."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.compare.distances import tvd
from usergap.compare.draws import Chunk
from usergap.compare.observations import Observations
from usergap.compare.sides import Floats, Sides
from usergap.compare.statistic import Collected

EXACT_IN_FLOAT32 = 2**24


@dataclass(frozen=True)
class LabelStatistic:
    """Counts per block: k labels, then the judged units; shape (blocks, k + 1).

    ``rates`` True compares rates (flags), False shares (labels). ``moved`` are the
    counts of blocks that a permutation put on the other side.
    """

    counts: NDArray[np.floating]
    moved: NDArray[np.floating]
    real_block: NDArray[np.bool_]
    rates: bool

    @classmethod
    def of(cls, seen: Observations, sides: Sides, rates: bool) -> LabelStatistic:
        """Sum the rows' counts into blocks, by the rows' weights."""
        rows = np.concatenate([seen.values, seen.units[:, None]], axis=1)
        own = _sum_into_blocks(rows * sides.weight[:, None], sides)
        if sides.swapped is sides.weight:
            return cls(own, own, sides.real_block, rates)
        moved = _sum_into_blocks(rows * sides.swapped[:, None], sides)
        return cls(own, moved, sides.real_block, rates)

    @classmethod
    def join(cls, statistics: Sequence[LabelStatistic]) -> LabelStatistic:
        """Several measures' counts side by side, to be collected in one product."""
        counts = np.concatenate([x.counts for x in statistics], axis=1)
        if all(x.moved is x.counts for x in statistics):
            return cls(counts, counts, statistics[0].real_block, False)
        moved = np.concatenate([x.moved for x in statistics], axis=1)
        return cls(counts, moved, statistics[0].real_block, False)

    def keeping(self) -> LabelStatistic:
        """Itself: its sums are all that an interval needs."""
        return self

    def collect(self, chunk: Chunk) -> Collected:
        """Weighted label counts and units of the left and the right sample."""
        return (
            _product(chunk.left, self._table(chunk.left_blocks, True)),
            _product(chunk.right, self._table(chunk.right_blocks, False)),
        )

    def distances(self, collected: Collected) -> Floats:
        """TVD of shares, or half the sum of rate differences, x100."""
        left, right = collected
        return tvd(self.profile(left), self.profile(right))

    def profile(self, sums: Floats) -> Floats:
        """The compared quantity per label: shares or rates, (replicates, k)."""
        total = sums[:, -1:] if self.rates else sums[:, :-1].sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(total > 0, sums[:, :-1] / total, np.nan))

    def _table(self, blocks: slice, left: bool) -> NDArray[np.floating]:
        if self.moved is self.counts:
            return self.counts[blocks]
        own = self.real_block[blocks] == left
        return np.where(own[:, None], self.counts[blocks], self.moved[blocks])


def unit_rates(sums: Floats) -> Floats:
    """The share of judged units that carry each label, (replicates, k)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(sums[:, -1:] > 0, sums[:, :-1] / sums[:, -1:], np.nan))


def _sum_into_blocks(rows: Floats, sides: Sides) -> NDArray[np.floating]:
    table = np.zeros((sides.real_block.size, rows.shape[1]))
    np.add.at(table, sides.block, rows)
    whole = (table == np.rint(table)).all() and table.sum(axis=0).max(initial=0) * 6 < (
        EXACT_IN_FLOAT32
    )
    return table.astype(np.float32) if whole else table


def _product(weights: NDArray[np.float32], table: NDArray[np.floating]) -> Floats:
    # Whole counts below 2**24 are exact in float32, at half the cost.
    return np.asarray(weights @ table, np.float64)

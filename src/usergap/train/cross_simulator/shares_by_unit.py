"""Distributions of all sides under any weights of the units of resampling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.sides import column
from usergap.dialogues.grouping import connected_groups
from usergap.train.cross_simulator.shares import blocks_of

Floats = NDArray[np.float64]
Both = tuple[list[Floats], list[Floats]]
"""Real shares by block (k,), and simulators' shares by block (simulators × k)."""


@dataclass(frozen=True)
class ByUnit:
    """Sums of dialogues' shares and their number: [side][block] (units × k) and (units,).

    Side 0 is real. A unit connects what shares a conversation or a scenario, on all sides.
    """

    measures: tuple[str, ...]
    sums: tuple[tuple[Floats, ...], ...]
    counts: tuple[tuple[Floats, ...], ...]
    units: int
    real: int
    simulated: int
    """Units with real dialogues, and the fewest with those of a simulator."""

    @classmethod
    def of(cls, tables: Sequence[pa.Table]) -> ByUnit:
        """From the rows of profiles, real ones first. Blocks that a side lacks are left out."""
        numbers = _units(tables)
        units = 1 + max(int(each.max()) for each in numbers)
        blocks = blocks_of(tables)
        sums: list[list[Floats]] = []
        counts: list[list[Floats]] = []
        for own, number in zip(blocks, numbers, strict=True):
            sums.append([])
            counts.append([])
            for block in own:
                known = np.isfinite(block.values).all(axis=1)
                into = np.zeros((units, block.values.shape[1]))
                np.add.at(into, number[known], block.values[known])
                sums[-1].append(into)
                counts[-1].append(np.bincount(number[known], minlength=units).astype(float))
        kept = [b for b in range(len(blocks[0])) if all(side[b].any() for side in counts)]
        sizes = [np.unique(each).size for each in numbers]
        return cls(
            tuple(blocks[0][b].measure for b in kept),
            tuple(tuple(side[b] for b in kept) for side in sums),
            tuple(tuple(side[b] for b in kept) for side in counts),
            units,
            sizes[0],
            min(sizes[1:], default=0),
        )

    @property
    def even(self) -> Floats:
        """The weight of each block: measures count alike, and a measure's flags alike."""
        held = [self.measures.count(name) for name in self.measures]
        return 1 / (np.array(held, float) * len(set(self.measures)))

    def shares(self, weights: Floats) -> Both | None:
        """All distributions where units count ``weights`` times; None where one is empty."""
        found = [self.shares_of(side, weights) for side in range(len(self.sums))]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        return known[0], [np.stack(each) for each in zip(*known[1:], strict=True)]

    def shares_of(self, side: int, weights: Floats) -> list[Floats] | None:
        """One side's distributions by block; None where one is empty."""
        totals = [float(weights @ count) for count in self.counts[side]]
        if not all(totals):
            return None
        return [weights @ s / t for s, t in zip(self.sums[side], totals, strict=True)]


def _units(tables: Sequence[pa.Table]) -> list[NDArray[np.int64]]:
    groups = [(side, x) for side, table in enumerate(tables) for x in column(table, "group")]
    pairs = [x for table in tables for x in column(table, "pair")]
    number = np.array(connected_groups(groups, pairs), np.int64)
    return np.split(number, np.cumsum([table.num_rows for table in tables])[:-1])

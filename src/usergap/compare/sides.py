"""Two sides brought together: pooled rows, their units of resampling, their weights.

The unit is the connected group over the profile's ``group`` (conversation and
scenario, within a side) and ``pair`` (the scenario, across sides); several runs of
one scenario are one unit. A *block* is what one unit has on one side; blocks are
what resampling weighs and permutation moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.canonical import digests_of, group_digests, key, mix
from usergap.dialogues import connected_groups

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Sides:
    """Rows of both sides in canonical order; units real only, both sides, simulated only.

    ``table`` and ``origin`` hold (real, simulated): the rows, and their places in
    the input. Over the pooled rows (real first): ``block``. Over the blocks (real
    first): ``unit`` and ``real_block`` (which side). ``weight`` are the rows'
    weights on their own side; ``swapped`` their weights when a permutation puts
    them on the other one. Shapes: rows (n,), blocks (m,).
    """

    table: tuple[pa.Table, pa.Table]
    origin: tuple[Integers, Integers]
    block: Integers
    unit: Integers
    real_block: NDArray[np.bool_]
    weight: Floats
    swapped: Floats
    paired: bool
    stratum: Integers | None = None

    @property
    def real(self) -> NDArray[np.bool_]:
        """Which of the pooled rows are real, shape (n,)."""
        return np.asarray(self.real_block[self.block])

    @property
    def units(self) -> int:
        """The number of units over both sides."""
        return int(self.unit.max()) + 1 if self.unit.size else 0

    @property
    def spanning(self) -> NDArray[np.bool_]:
        """Which blocks belong to a unit that has rows on both sides, shape (m,)."""
        return np.asarray(np.bincount(self.unit, minlength=self.units)[self.unit] == 2)

    @property
    def groups(self) -> tuple[int, int]:
        """The number of blocks on the real and on the simulated side."""
        real = int(self.real_block.sum())
        return real, self.real_block.size - real


def bring_together(real: pa.Table, simulated: pa.Table, paired: bool, link: bool = True) -> Sides:
    """Order the rows, find the units and weigh the rows.

    ``paired``: every scenario counts once on each side, however often it was run;
    else every dialogue counts once. ``link`` False ignores pairs across sides, so
    that no unit spans both (used where pairs are switched off).
    """
    tables = (real, simulated)
    n = (real.num_rows, simulated.num_rows)
    pairs = [column(table, "pair") for table in tables]
    groups: list[tuple[str, object]] = []
    scenarios: list[object] = []
    for side, table, pair in zip("rs", tables, pairs, strict=True):
        groups += [(side, value) for value in table["group"].to_pylist()]
        scenarios += pair if link else [x if x is None else (side, x) for x in pair]
    component = np.array(connected_groups(groups, scenarios), np.int64)
    is_real = np.arange(sum(n)) < n[0]

    digests = np.concatenate([digests_of(table) for table in tables])
    salts = np.array([key("simulated"), key("real")], np.uint64)
    sided = mix(digests ^ salts[is_real.astype(np.int64)])
    components = int(component.max(initial=-1)) + 1
    rank = _rank_units(group_digests(sided, component, components), component, is_real)
    order = np.lexsort((digests, rank[component], ~is_real))
    component, is_real = rank[component][order], is_real[order]
    names, block = np.unique(component + np.where(is_real, 0, components), return_inverse=True)
    origin = (order[: n[0]], order[n[0] :] - n[0])
    weight = _pair_weights(pairs, origin) if paired else np.ones(sum(n))
    return Sides(
        table=(real.take(pa.array(origin[0])), simulated.take(pa.array(origin[1]))),
        origin=origin,
        block=block.astype(np.int64),
        unit=names % components if components else names,
        real_block=names < components,
        weight=weight,
        swapped=weight,
        paired=paired,
    )


def column(table: pa.Table, name: str) -> list[object]:
    """A column as a list; all None where the table lacks it."""
    if name not in table.column_names:
        return [None] * table.num_rows
    return list(table[name].to_pylist())


def _rank_units(
    digests: NDArray[np.uint64], component: Integers, is_real: NDArray[np.bool_]
) -> Integers:
    """The place of each unit: by the sides that it has rows on, then by content."""
    sides = [
        np.bincount(component[mine], minlength=digests.size) > 0 for mine in (is_real, ~is_real)
    ]
    rank = np.empty(digests.size, np.int64)
    rank[np.lexsort((digests, sides[1].astype(int) - sides[0]))] = np.arange(digests.size)
    return rank


def _pair_weights(pairs: list[list[object]], origin: tuple[Integers, Integers]) -> Floats:
    weights = []
    for pair, rows in zip(pairs, origin, strict=True):
        runs: dict[object, int] = {}
        for value in pair:
            runs[value] = runs.get(value, 0) + 1
        weights += [1.0 / runs[pair[row]] for row in rows]
    return np.array(weights, np.float64)

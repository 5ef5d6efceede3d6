"""What a dialogue adds to each measure's distribution, so that mixtures of sides are linear.

Every dialogue counts once: labels as shares of its own units, flags as yes and no, numbers
as the fifth of real users' values that they fall into. A mixture of simulators then has the
mixture of their distributions, whatever the lengths of their dialogues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles.schema import columns_of

Floats = NDArray[np.float64]
CUTS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Block:
    """Columns (dialogues × k) of one distribution of a measure; a row is NaN where undefined."""

    measure: str
    values: Floats


def blocks_of(tables: Sequence[pa.Table]) -> list[list[Block]]:
    """The blocks of each table, in one order; ``tables[0]`` is real and sets the fifths.

    Measures that compare vectors, or that a table does not hold, are left out.
    """
    found: list[list[Block]] = [[] for _ in tables]
    for measure in MEASURES.values():
        if measure.kind is Kind.VECTORS:
            continue
        names = [name for name in columns_of(measure) if name not in measure.beside]
        if any(set(names) - set(table.schema.names) for table in tables):
            continue
        raw = [_numbers(table, _chosen(measure, names)) for table in tables]
        for place, blocks in enumerate(_blocks(measure, raw)):
            found[place] += blocks
    return found


def _chosen(measure: Dimension, names: Sequence[str]) -> list[str]:
    if measure.kind in (Kind.LABELS, Kind.FLAGS):
        return [f"{measure.id}.{label}" for label in measure.labels]
    return list(names[:1])


def _blocks(measure: Dimension, raw: Sequence[Floats]) -> list[list[Block]]:
    if measure.kind is Kind.FLAGS:
        return [
            [Block(measure.id, np.stack([1 - x, x], axis=1)) for x in values.T] for values in raw
        ]
    if measure.kind is Kind.LABELS:
        return [[Block(measure.id, _shares(values))] for values in raw]
    real = raw[0][np.isfinite(raw[0])]
    edges = np.unique(np.quantile(real, CUTS)) if real.size else np.array([0.0])
    return [[Block(measure.id, _fifths(values[:, 0], edges))] for values in raw]


def _shares(counts: Floats) -> Floats:
    total = counts.sum(axis=1, keepdims=True)
    return np.where(total > 0, counts / np.where(total > 0, total, 1.0), np.nan)


def _fifths(values: Floats, edges: Floats) -> Floats:
    place = np.searchsorted(edges, values, side="right")
    hot = (place[:, None] == np.arange(edges.size + 1)).astype(float)
    return np.where(np.isfinite(values)[:, None], hot, np.nan)


def _numbers(table: pa.Table, names: Sequence[str]) -> Floats:
    return np.column_stack(
        [np.array([np.nan if v is None else v for v in table[n].to_pylist()], float) for n in names]
    )

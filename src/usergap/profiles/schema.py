"""The columns of a profile, and the Arrow type of each."""

from __future__ import annotations

import pyarrow as pa

from usergap.dimensions import MEASURES, Dimension, Kind, label_columns
from usergap.dimensions.faults import fault_columns

IDENTIFYING: tuple[tuple[str, pa.DataType], ...] = (
    ("dialogue", pa.int32()),
    ("group", pa.int32()),
    ("pair", pa.string()),
    ("simulator", pa.string()),
    ("domain", pa.string()),
    ("source", pa.string()),
    ("assistant_model", pa.string()),
    ("language", pa.string()),
)
"""Who a row is, without saying whose: running numbers, a hash, and what kinds of thing."""

SEEN = "seen"
"""User turns on which an annotator was trained and which no other model could label."""

_WHOLE = frozenset({"words", "turns"})


def columns_of(dimension: Dimension) -> tuple[str, ...]:
    """The profile columns that a measure fills, in order."""
    if dimension.kind in (Kind.LABELS, Kind.FLAGS):
        return label_columns(dimension)
    return dimension.columns


def type_of(dimension: Dimension, column: str) -> pa.DataType:
    """The Arrow type of one column of a measure."""
    if dimension.kind is Kind.LABELS:
        return pa.int32()
    if dimension.kind is Kind.FLAGS:
        return pa.int8()
    if column in _WHOLE:
        return pa.int32()
    return pa.binary() if column.endswith(".vector") else pa.float64()


def schema() -> pa.Schema:
    """The schema of a profile: identifying columns, those of every measure, faults."""
    fields = [pa.field(name, type_) for name, type_ in IDENTIFYING]
    fields += [
        pa.field(column, type_of(dimension, column))
        for dimension in MEASURES.values()
        for column in columns_of(dimension)
    ]
    fields.append(pa.field(SEEN, pa.int32()))
    # What the fault audit found, 0 or 1; null where it did not look or cannot judge.
    return pa.schema([*fields, *(pa.field(name, pa.int8()) for name in fault_columns())])

"""What one measure's profile columns hold, as arrays over the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.sides import Floats
from usergap.dimensions import Dimension, Kind, label_columns


@dataclass(frozen=True)
class Observations:
    """One measure over n rows.

    ``values`` is (n, k) label counts, (n, k) flags, (n, 1) numbers or (n, kinds *
    dims) vectors; ``defined`` (n,) says which rows have a value, ``units`` (n,)
    how many judged units a row has (1 for all but labels). Undefined rows hold 0.
    For vectors ``parts`` (n, kinds) says which of the vectors a row has.
    """

    values: Floats
    defined: NDArray[np.bool_]
    units: Floats
    parts: NDArray[np.bool_]


def needed_columns(dimension: Dimension) -> tuple[str, ...]:
    """The profile columns without which a measure cannot be compared."""
    if dimension.kind is Kind.FLAGS:
        return label_columns(dimension)
    if dimension.kind is Kind.LABELS:
        counts = tuple(f"{dimension.id}.{label}" for label in dimension.labels)
        return (*counts, f"{dimension.id}.units")
    return tuple(name for name in dimension.columns if name not in dimension.beside)


def observe(dimension: Dimension, table: pa.Table) -> Observations | None:
    """Read a measure's columns; None where the table lacks one of them.

    Rows in a language that the dimension is not made for are undefined.
    """
    names = needed_columns(dimension)
    if dimension.kind is Kind.VECTORS:
        names = tuple(n for n in names if n in table.column_names and is_vector(table, n))
    if not names or not set(names) <= set(table.column_names):
        return None
    if dimension.kind is Kind.VECTORS:
        seen = _vectors(table, names)
    else:
        columns = [_numbers(table, name) for name in names]
        values = np.stack([column[0] for column in columns], axis=1)
        known = np.stack([column[1] for column in columns], axis=1)
        defined = np.asarray(known.all(axis=1), np.bool_)
        units = np.ones(len(values))
        if dimension.kind is Kind.LABELS:
            values, units = values[:, :-1], values[:, -1]
            defined &= units > 0
        seen = Observations(values, defined, units, defined[:, None])
    fits = _language_fits(dimension, table)
    defined = seen.defined & fits
    return Observations(
        values=np.where(defined[:, None], seen.values, 0.0),
        defined=defined,
        units=np.where(defined, seen.units, 0.0),
        parts=seen.parts & fits[:, None],
    )


def is_vector(table: pa.Table, name: str) -> bool:
    """Whether a column holds vectors (bytes that are int8 numbers)."""
    kind = table.schema.field(name).type
    return bool(pa.types.is_fixed_size_binary(kind) or pa.types.is_binary(kind))


def _numbers(table: pa.Table, name: str) -> tuple[Floats, NDArray[np.bool_]]:
    column = table[name].cast(pa.float64()).combine_chunks()
    known = ~np.asarray(column.is_null().to_numpy(zero_copy_only=False), np.bool_)
    values = np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
    return np.where(known, values, 0.0), known


def _vectors(table: pa.Table, names: tuple[str, ...]) -> Observations:
    blocks, parts = [], []
    columns = [table[name].to_pylist() for name in names]
    # All kinds are of one width, also one of which nobody here has a vector: whoever takes
    # the kinds apart again divides the columns among them evenly.
    width = max((len(cell) for cells in columns for cell in cells if cell is not None), default=1)
    for cells in columns:
        raw = b"".join(cell if cell is not None else bytes(width) for cell in cells)
        vectors = np.frombuffer(raw, np.int8).reshape(len(cells), width).astype(np.float64)
        norm = np.sqrt((vectors**2).sum(axis=1))
        parts.append(norm > 0)
        blocks.append(vectors / np.where(norm > 0, norm, 1.0)[:, None])
    have = np.stack(parts, axis=1)
    some = np.asarray(have.any(axis=1), np.bool_)
    return Observations(np.concatenate(blocks, axis=1), some, np.ones(table.num_rows), have)


def _language_fits(dimension: Dimension, table: pa.Table) -> NDArray[np.bool_]:
    fits = np.ones(table.num_rows, np.bool_)
    if dimension.languages and "language" in table.column_names:
        for row, language in enumerate(table["language"].to_pylist()):
            plain = None if language is None else language.lower().split("-")[0]
            fits[row] = plain is None or plain in dimension.languages
    return fits

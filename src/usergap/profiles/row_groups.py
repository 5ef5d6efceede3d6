"""The last stage of a profile: rows get their numbers and groups, one row group at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from usergap.profiles.parquet import KEY
from usergap.profiles.schema import schema


def finish(
    rows: Path,
    path: Path,
    groups: NDArray[np.int32],
    language: str | None,
    metadata: Mapping[str, Any],
) -> str:
    """Write the profile of ``rows``, in their order, to ``path``; returns its fingerprint.

    ``groups``: a number for each row. ``language``: of rows without one; None leaves them so.
    """
    stated = json.dumps(metadata, sort_keys=True, ensure_ascii=False).encode()
    at = 0
    with pq.ParquetFile(rows) as file:
        shape = schema().with_metadata({KEY: stated})
        with pq.ParquetWriter(path, shape, compression="zstd") as writer:
            for index in range(file.num_row_groups):
                table = file.read_row_group(index)
                end = at + table.num_rows
                table = _set(table, "dialogue", pa.array(np.arange(at, end, dtype=np.int32)))
                table = _set(table, "group", pa.array(groups[at:end]))
                if language is not None:
                    told = pc.fill_null(table["language"], language)
                    table = _set(table, "language", told)
                writer.write_table(table.cast(schema()).replace_schema_metadata(shape.metadata))
                at = end
    return fingerprint_of(path, metadata)


def fingerprint_of(path: Path, metadata: Mapping[str, Any]) -> str:
    """The fingerprint of `usergap.profiles.Profile`, a column of a row group at a time."""
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        digest = hashlib.sha256(repr(names).encode())
        for name in names:
            # the text that repr gives of the whole column, written piece by piece
            digest.update(b"[")
            for index in range(file.num_row_groups):
                values = file.read_row_group(index, columns=[name])[name].to_pylist()
                digest.update((b", " if index else b"") + repr(values)[1:-1].encode())
            digest.update(b"]")
    digest.update(json.dumps(metadata, sort_keys=True).encode())
    return digest.hexdigest()


def _set(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)

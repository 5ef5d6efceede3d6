"""The last stage of a profile: rows get their numbers and groups, one row group at a time."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from usergap.profiles.engines.engine import BATCH
from usergap.profiles.grouping import Groups
from usergap.profiles.parquet import KEY
from usergap.profiles.schema import schema

ROW_GROUP = 64 * BATCH
"""Rows of a draft that are held at once, and of a row group of a file that is not huge."""

ROW_GROUPS = 2048
"""Row groups of a file at the most: Parquet keeps 160 KB of each of ours until the file's end."""


class Draft:
    """Rows that are not numbered yet, in a file without a name in ``folder``.

    An Arrow stream, which unlike Parquet holds nothing back of what was written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".usergap-")  # noqa: SIM115
        packed = pa.ipc.IpcWriteOptions(compression="zstd")
        self._writer = pa.ipc.new_stream(self._file, schema(), options=packed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._file.close()

    def add(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Write the rows that come next."""
        self._writer.write_table(pa.Table.from_batches(batches).combine_chunks())

    def tables(self, pieces: int) -> Iterator[pa.Table]:
        """All rows in order, ``pieces`` calls of ``add`` at a time. Nothing comes after that."""
        self._writer.close()
        self._file.seek(0)
        stream = pa.ipc.open_stream(self._file)
        while batches := list(islice(stream, pieces)):
            yield pa.Table.from_batches(batches)


def finish(
    rows: Draft,
    path: Path,
    groups: Groups,
    language: str | None,
    metadata: Mapping[str, Any],
) -> str:
    """Write the profile of ``rows``, in their order, to ``path``; returns its fingerprint.

    ``groups``: a number for each row. ``language``: of rows without one; None leaves them so.
    """
    stated = json.dumps(metadata, sort_keys=True, ensure_ascii=False).encode()
    at = 0
    shape = schema().with_metadata({KEY: stated})
    with pq.ParquetWriter(path, shape, compression="zstd") as writer:
        for table in rows.tables(pieces_a_group(groups.rows)):
            end = at + table.num_rows
            table = _set(table, "dialogue", pa.array(np.arange(at, end, dtype=np.int32)))
            table = _set(table, "group", pa.array(groups.take(table.num_rows)))
            if language is not None:
                told = pc.fill_null(table["language"], language)
                table = _set(table, "language", told)
            table = table.cast(schema()).replace_schema_metadata(shape.metadata)
            writer.write_table(table, table.num_rows)
            at = end
    return fingerprint_of(path, metadata)


def pieces_a_group(rows: int) -> int:
    """Stretches of ``ROW_GROUP`` rows in a row group, so that there are ``ROW_GROUPS`` at most."""
    return -(-rows // (ROW_GROUP * ROW_GROUPS)) or 1


def fingerprint_of(path: Path, metadata: Mapping[str, Any]) -> str:
    """The fingerprint of `usergap.profiles.Profile`, a stretch of a column at a time."""
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        digest = hashlib.sha256(repr(names).encode())
        for name in names:
            # the text that repr gives of the whole column, written piece by piece
            digest.update(b"[")
            for at, batch in enumerate(file.iter_batches(ROW_GROUP, columns=[name])):
                values = batch.column(0).to_pylist()
                digest.update((b", " if at else b"") + repr(values)[1:-1].encode())
            digest.update(b"]")
    digest.update(json.dumps(metadata, sort_keys=True).encode())
    return digest.hexdigest()


def _set(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)

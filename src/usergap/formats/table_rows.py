"""Records of CSV, TSV, Parquet and Arrow files."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from usergap.formats.format import Log, Said


def csv_rows(stream: BinaryIO, log: Log) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a CSV or TSV file with a header; the delimiter is told from the header."""
    csv.field_size_limit(2**31 - 1)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _rows(text, log)
    finally:
        with contextlib.suppress(ValueError):
            text.detach()  # the stream is closed by whoever opened it, perhaps already


def _rows(text: io.TextIOWrapper, log: Log) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.readline()
    delimiter = max(",\t;|", key=head.count)
    # A quoted header may go on over several lines, so the csv module reads it again.
    reader = csv.reader(_without_nul(_chain(head, text)), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error):
        return
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            log.drop(line, "row", "CSV", Said(str(error)))
            cells = []
        if cells and len(cells) != len(header):
            log.drop(line, "row", f"{len(header)} cells", Said(f"{len(cells)} cells"))
        elif cells:
            found = zip(header, cells, strict=True)
            yield line, {name: _valid(cell, log, line, name) for name, cell in found}
        line = reader.line_num + 1


def _chain(head: str, text: io.TextIOWrapper) -> Iterator[str]:
    yield head
    yield from text


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line


def _valid(cell: str, log: Log, line: int, name: str) -> str:
    if cell.isascii():
        return cell
    try:
        cell.encode()
    except UnicodeEncodeError:
        fixed = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        log.repair(line, name, "valid UTF-8", Said("invalid bytes"))
        return fixed
    return cell


def arrow_rows(stream: BinaryIO, kind: str, log: Log) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a Parquet or Arrow file, numbered from 1, read batch by batch up to any damage."""
    import pyarrow as pa

    number = 0
    try:
        for batch in _batches(stream, kind):
            for record in batch.to_pylist():
                number += 1
                yield number, record
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        first = str(error).split("\n")[0][:80]
        rest = f", rest not read after row {number}" if number else ""
        log.drop(0, "file", f"a whole {kind} file", Said(f"damage ({first}){rest}"))


def _batches(stream: BinaryIO, kind: str) -> Iterator[Any]:
    import pyarrow as pa

    if kind == "Parquet":
        import pyarrow.parquet as pq

        yield from pq.ParquetFile(stream).iter_batches(batch_size=1024)
        return
    if kind == "Arrow file":
        reader = pa.ipc.open_file(stream)
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)
        return
    yield from pa.ipc.open_stream(stream)

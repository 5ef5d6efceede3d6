"""What kind of file this is, told from its first bytes, and the rows inside."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import Any

from usergap.formats.format import Log, Said
from usergap.formats.json_rows import JsonRows
from usergap.formats.table_rows import arrow_rows, csv_rows

_BINARY = {
    b"PAR1": "Parquet",
    b"ARROW1": "Arrow file",
    b"\xff\xff\xff\xff": "Arrow stream",
}


def container_of(head: bytes) -> str:
    """``Parquet``, ``Arrow file``, ``Arrow stream``, ``JSON`` or ``CSV``, by content."""
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            return kind
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return container_of(head.decode("utf-16", "ignore").encode())
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start or start[:1] in (b"{", b"["):  # blank lines: no header of a table
        return "JSON"
    # JSON lines of which only the first are damaged are still JSON lines.
    return "JSON" if any(map(_whole_object, start.split(b"\n")[1:6])) else "CSV"


def _binary(head: bytes) -> bool:
    """Whether control characters are more frequent than slips in a text are."""
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls * 50 > len(head)


def _whole_object(line: bytes) -> bool:
    if not line.startswith(b'{"'):
        return False
    try:
        return isinstance(json.loads(line.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def rows(stream: io.BufferedReader, log: Log) -> Iterator[tuple[int, Any]]:
    """Rows with their line (in Parquet and Arrow: their number), values as they are."""
    head = stream.peek(4096)[:4096]
    kind = container_of(head)
    if kind in _BINARY.values():
        whole = stream if stream.seekable() else io.BytesIO(stream.read())
        return arrow_rows(whole, kind, log)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = stream.read().decode("utf-16", "replace")
        log.repair(0, "file", "UTF-8", Said("UTF-16"))
        stream = io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace")))
    elif _binary(head):
        log.drop(0, "file", "text (UTF-8), Parquet or Arrow", Said("binary data"))
        return iter(())
    return iter(JsonRows(stream, log)) if kind == "JSON" else csv_rows(stream, log)

"""From rows to records: lists, wrappers and column maps, and the format that fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

from usergap.dialogues.cleaning import printable
from usergap.errors import InputError
from usergap.formats.fields import COLUMNS
from usergap.formats.format import Format, Log, Row
from usergap.formats.json_rows import unwrap
from usergap.formats.messages import looks_like_messages
from usergap.formats.registry import formats, recognise

#: So many records are looked at before a file counts as not recognised.
LOOKED_AT = 50


def records(
    rows: Iterator[tuple[int, Any]], log: Log, columns: Mapping[str, str] | None
) -> tuple[Format | None, Iterator[Row], list[str]]:
    """The format of a file's records, the records, and the keys of the first one.

    ``columns`` maps our names to the file's. Rows that are no records go to the log.
    Raises InputError for a name that is not ours or a column that the file lacks.
    """
    if unknown := [name for name in columns or () if name not in COLUMNS]:
        ours = ", ".join(COLUMNS)
        raise InputError(f"column map: expected one of our names ({ours}), found {unknown[0]!r}")
    found = _records(rows, log, columns or {})
    head = list(islice(found, LOOKED_AT))
    if columns and head:
        for ours, theirs in columns.items():
            if all(ours not in record for _, record in head):
                known = ", ".join(printable(str(key)) for key in head[0][1])[:300]
                raise InputError(
                    f"{log.file}: expected a column {theirs!r} (for {ours}), found {known}"
                )
    kind = next(filter(None, (recognise(record) for _, record in head)), None)
    if kind is None and columns and head:
        kind = next(known for known in formats() if known.name == "table")
    keys = [str(key) for key in head[0][1]] if head else []
    return kind, chain(head, found), keys


def _records(
    rows: Iterator[tuple[int, Any]], log: Log, columns: Mapping[str, str]
) -> Iterator[Row]:
    before: Format | None = None
    for line, read in rows:
        value = _renamed(read, columns)
        # Rows are mostly of the kind of the row before: only others are looked into.
        if before is None or not isinstance(value, dict) or not before.sniff(value):
            before = recognise(value) if isinstance(value, dict) else None
            inside = [value] if before or value is not read else _inside(value)
        else:
            inside = [value]
        for item in inside:
            log.rows += 1
            record = _renamed(item, columns) if value is read else item
            if type(record) is dict or isinstance(record, Mapping):
                yield line, record
            elif looks_like_messages(record):
                yield line, {"messages": record}
            elif looks_like_messages(record, "from", "value"):
                yield line, {"conversations": record}
            else:
                log.drop(line, "row", "an object, or a list of messages", record)


def _inside(value: Any) -> list[Any]:
    """The records of a row that is none: those it wraps or names, else the row itself."""
    if not isinstance(value, dict):
        return [value]
    wrapped = unwrap(value)
    if wrapped is not None:
        return wrapped
    named = [
        {"id": key, **inner} if isinstance(inner, dict) else {"id": key, "messages": inner}
        for key, inner in value.items()
        if isinstance(inner, dict) or looks_like_messages(inner)
    ]
    return named if len(named) == len(value) and named and recognise(named[0]) else [value]


def _renamed(record: Any, columns: Mapping[str, str]) -> Any:
    """The record under our names; itself (the same object) where nothing is to rename."""
    if not columns:
        return record
    theirs = set(columns.values())
    if not isinstance(record, dict) or theirs.isdisjoint(record):
        return record
    kept = {key: value for key, value in record.items() if key not in theirs}
    return kept | {our: record[their] for our, their in columns.items() if their in record}

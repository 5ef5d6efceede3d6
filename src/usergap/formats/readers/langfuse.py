"""Langfuse exports: traces or generations with ``input`` and ``output``.

Rows of one session (else one trace) are put together in order of time, whether or
not each repeats the history. Observations that are not generations are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from usergap.dialogues import Message, Role
from usergap.formats.exchanges import stitch
from usergap.formats.fields import text_field
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row
from usergap.formats.messages import json_value, parse_content, parse_messages

OTHER_ROWS = "observations that are no generations passed over"
_NAMES = ("sessionId", "session_id", "traceId", "trace_id")
_MARKS = (*_NAMES, "observations", "startTime", "start_time", "userId", "user_id", "timestamp")


def sniff(record: Record) -> bool:
    """Input and output, and a mark of a trace."""
    return "input" in record and "output" in record and any(key in record for key in _MARKS)


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """One record per session, or per trace where there is none."""
    groups: dict[str, list[tuple[str, int, tuple[Message, ...], Record]]] = {}
    for line, record in rows:
        kind = record.get("type")
        if isinstance(kind, str) and kind.upper() not in ("GENERATION", "TRACE", "CHAT"):
            log.notes[OTHER_ROWS] += 1
            continue
        try:
            messages = _said(record.get("input"), "input", "user", log.notes)
            messages += _said(record.get("output"), "output", "assistant", log.notes)
            if not messages:
                raise BadRowError("input", "text or messages", record.get("input"))
        except BadRowError as bad:
            log.drop(line, bad.field, bad.expected, bad.found)
            continue
        found = (text_field(record.get(key), key) for key in (*_NAMES, "id"))
        name = next((text for text in found if text), f"line {line}")
        groups.setdefault(name, []).append((_time(record), line, messages, record))
    for name, entries in groups.items():
        entries.sort(key=lambda entry: entry[:2])
        for thread in stitch((entry[2] for entry in entries), log.notes, histories=False):
            yield entries[0][1], {"conversation": name, "thread": thread, "first": entries[0][3]}


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per session."""
    fields: dict[str, Any] = {
        "id": record["conversation"],
        "conversation_id": record["conversation"],
    }
    first = record["first"]
    for key in ("model", "providedModelName", "provided_model_name"):
        if model := text_field(first.get(key), key):
            fields["assistant_model"] = model
            break
    user = text_field(first.get("userId", first.get("user_id")), "userId")
    yield Draft(record["thread"], fields, {"user_id": user} if user else {})


def _said(value: object, field: str, role: Role, notes: Counter[str]) -> tuple[Message, ...]:
    """Messages from a text, a message, a list of them, or an object that holds one of these."""
    value = json_value(value)
    if value is None:
        return ()
    if isinstance(value, str):
        return (Message(role, value),)
    if isinstance(value, Mapping):
        if "role" in value and ("content" in value or "parts" in value):
            return parse_messages([value], field, notes)
        for key in ("messages", "message", "choices", "input", "output", "query", "question",
                    "answer", "response", "content", "text"):  # fmt: skip
            if key in value:
                return _said(value[key], f"{field}.{key}", role, notes)
        raise BadRowError(field, "text or messages", value)
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], Mapping)
        and "message" in value[0]
    ):
        return _said(value[0]["message"], f"{field}[0].message", role, notes)
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], Mapping)
        and "role" not in value[0]
    ):
        return (Message(role, parse_content(value, field, notes)),)
    return parse_messages(value, field, notes)


def _time(record: Record) -> str:
    keys = ("startTime", "start_time", "timestamp", "createdAt", "created_at")
    return str(next((record[key] for key in keys if record.get(key)), ""))


FORMAT = Format("langfuse", "Langfuse exports", sniff, parse, gather=gather, order=70)

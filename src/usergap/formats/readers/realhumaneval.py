"""RealHumanEval chats: one request a row, each with the history as a Python list."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from usergap.dialogues import Message
from usergap.formats.exchanges import stitch
from usergap.formats.fields import text_field
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row
from usergap.formats.messages import parse_messages


def sniff(record: Record) -> bool:
    """Request, response and programmer."""
    return all(name in record for name in ("request", "response", "programmer_id"))


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """The rows of one programmer on one task, in the file's order, as one record."""
    groups: dict[tuple[str, str], tuple[int, list[tuple[Message, ...]], Record]] = {}
    notes: Counter[str] = Counter()
    for line, record in rows:
        try:
            messages = parse_messages(_python(record.get("request")), "request", notes)
            answer = record.get("response")
            if not isinstance(answer, str):
                raise BadRowError("response", "text", answer)
        except BadRowError as bad:
            log.drop(line, bad.field, bad.expected, bad.found)
            continue
        key = (str(record.get("programmer_id")), str(record.get("task_name")))
        group = groups.setdefault(key, (line, [], record))
        group[1].append((*messages, Message("assistant", answer)))
    log.notes.update(notes)
    for line, exchanges, record in groups.values():
        for thread in stitch(exchanges, log.notes, histories=True):
            yield line, {**record, "messages": thread}


def _python(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        raise BadRowError("request", "a list of messages", value) from None


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per chat that a programmer held on a task."""
    fields: dict[str, Any] = {}
    if task := text_field(record.get("task_name"), "task_name"):
        fields["scenario_id"] = task
    if model := text_field(record.get("model"), "model"):
        fields["assistant_model"] = model
    extra = {}
    if programmer := text_field(record.get("programmer_id"), "programmer_id"):
        extra["user_id"] = programmer
    yield Draft(record["messages"], fields, extra)


FORMAT = Format("realhumaneval", "RealHumanEval chats", sniff, parse, gather=gather, order=40)

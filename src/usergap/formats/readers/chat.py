"""Chat messages: one object a dialogue, ``messages`` with role and content. Our own format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from usergap.formats.fields import TEXT_FIELDS, parse_provenance, pick, rest
from usergap.formats.format import BadRowError, Draft, Format, Record
from usergap.formats.messages import json_value, looks_like_messages, parse_messages

_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "id": ("id", "dialogue_id", "dialog_id"),
    "assistant_model": ("assistant_model", "model"),
}
_OTHER = ("messages", "provenance", "context_length", "ended", "extra")


def sniff(record: Record) -> bool:
    """Any ``messages`` that is a list: what is wrong inside is told row by row."""
    value = record.get("messages")
    return isinstance(value, list | tuple) or looks_like_messages(value)


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """The dialogue, with every field of Dialogue that the record has."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("messages"), "messages", notes)
    fields: dict[str, Any] = dict(pick(record, _KEYS))
    provenance = parse_provenance(record.get("provenance"))
    if provenance is not None:
        fields["provenance"] = provenance
    if record.get("ended") is True:
        fields["ended"] = True
    extra = rest(record, [*_OTHER, *(key for keys in _KEYS.values() for key in keys)])
    inside = json_value(record.get("extra"))
    if isinstance(inside, dict):
        extra = {**inside, **extra}
    elif inside is not None:
        extra["extra"] = inside
    yield Draft(messages, fields, extra, _context_length(record, len(messages)), notes)


def _context_length(record: Record, messages: int) -> int:
    length = record.get("context_length")
    if length is None:
        return 0
    if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= messages:
        raise BadRowError("context_length", f"a number from 0 to {messages}", length)
    return length


FORMAT = Format("chat", "chat messages", sniff, parse, order=60)

"""Chat messages: one object a dialogue, ``messages`` with role and content. Our own format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import looks_like_messages, parse_messages
from usergap.formats.stated import exported, stated


def sniff(record: Record) -> bool:
    """Any ``messages`` that is a list: what is wrong inside is told row by row."""
    value = record.get("messages")
    return isinstance(value, list | tuple) or looks_like_messages(value)


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """The dialogue, with every field of Dialogue that the record has."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("messages"), "messages", notes)
    yield stated(exported(record) or record, messages, notes)


FORMAT = Format("chat", "chat messages", sniff, parse, order=60)

"""Samples for Inspect that ``usergap convert --to inspect`` wrote.

Other samples are questions, not dialogues between a user and a chatbot, and are not taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import looks_like_messages, parse_messages
from usergap.formats.stated import exported, stated


def sniff(record: Record) -> bool:
    """A sample of messages with our metadata."""
    return looks_like_messages(record.get("input")) and exported(record) is not None


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """The dialogue as its metadata states it."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("input"), "input", notes)
    yield stated(exported(record) or {}, messages, notes)


FORMAT = Format("inspect", "Inspect samples", sniff, parse, order=40)

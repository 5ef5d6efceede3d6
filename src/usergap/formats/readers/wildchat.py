"""WildChat and LMSYS-Chat-1M: ``conversation`` is a list of messages, ``model`` the chatbot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from usergap.formats.fields import TEXT_FIELDS, pick, rest
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import looks_like_messages, parse_messages

_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "id": ("id", "conversation_id", "conversation_hash"),
    "conversation_id": ("conversation_id", "conversation_hash"),
    "scenario": ("scenario", "extracted_scenario"),
    "assistant_model": ("assistant_model", "model"),
}
_USED = ("conversation", "hashed_ip", *{key for keys in _KEYS.values() for key in keys})


def sniff(record: Record) -> bool:
    """A conversation whose messages have role and content."""
    return looks_like_messages(record.get("conversation"))


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; only the record's language counts, marks of single messages are too noisy."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("conversation"), "conversation", notes)
    extra: dict[str, Any] = rest(record, _USED)
    if isinstance(record.get("hashed_ip"), str):
        extra["user_id"] = record["hashed_ip"]
    yield Draft(messages, pick(record, _KEYS), extra, notes=notes)


FORMAT = Format("wildchat", "WildChat and LMSYS records", sniff, parse)

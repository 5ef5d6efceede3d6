"""MirrorBench records: ``turns`` of role and content, with the task that was set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from usergap.formats.fields import TEXT_FIELDS, pick, text_field
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import looks_like_messages, parse_messages

_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "id": ("id", "conversation_id"),
    "scenario_id": ("scenario_id", "conversation_id"),
    "scenario": ("scenario", "task_description"),
    "source": ("source", "dataset"),
}


def sniff(record: Record) -> bool:
    """Turns that are messages."""
    return looks_like_messages(record.get("turns"))


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; the conversation is its own scenario and so its pair key."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("turns"), "turns", notes)
    fields: dict[str, Any] = dict(pick(record, _KEYS))
    metadata = record.get("metadata")
    extra: dict[str, Any] = {}
    if isinstance(metadata, Mapping):
        extra["metadata"] = dict(metadata)
        if "language" not in fields and (code := text_field(metadata.get("language"), "language")):
            fields["language"] = code
    yield Draft(messages, fields, extra, notes=notes)


FORMAT = Format("mirrorbench", "MirrorBench records", sniff, parse)

"""From a record that states a dialogue's own fields to a draft: our format, and our exports.

An export keeps everything that its format has no place for under ``metadata``, marked by
``metadata["usergap"]``, so that reading it gives the same dialogue back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from usergap.dialogues import Message
from usergap.formats.fields import TEXT_FIELDS, parse_provenance, pick, rest
from usergap.formats.format import BadRowError, Draft, Record
from usergap.formats.messages import json_value

MARK = "usergap"
_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "id": ("id", "dialogue_id", "dialog_id"),
    "assistant_model": ("assistant_model", "model"),
}
_OTHER = ("messages", "provenance", "context_length", "ended", "extra")
_USED = frozenset((*_OTHER, *(key for keys in _KEYS.values() for key in keys)))


def stated(record: Record, messages: tuple[Message, ...], notes: Counter[str]) -> Draft:
    """The draft with every field of Dialogue that the record has. Raises BadRowError."""
    fields: dict[str, Any] = dict(pick(record, _KEYS, notes))
    provenance = parse_provenance(record.get("provenance"))
    if provenance is not None:
        fields["provenance"] = provenance
    if _ended(record.get("ended")):
        fields["ended"] = True
    extra = rest(record, _USED)
    inside = json_value(record.get("extra"))
    if isinstance(inside, dict):
        extra = {**inside, **extra}
    elif inside is not None:
        extra["extra"] = inside
    return Draft(messages, fields, extra, _context_length(record, len(messages)), notes)


def exported(record: Record) -> Record | None:
    """What an export of ours states under ``metadata``; None for any other record."""
    metadata = json_value(record.get("metadata"))
    if not isinstance(metadata, Mapping) or not isinstance(metadata.get(MARK), str):
        return None
    return {key: value for key, value in metadata.items() if key != MARK}


def _ended(value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise BadRowError("ended", "true or false", value)
    return bool(value)


def _context_length(record: Record, messages: int) -> int:
    length = record.get("context_length")
    if length is None:
        return 0
    if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= messages:
        raise BadRowError("context_length", f"a number from 0 to {messages}", length)
    return length

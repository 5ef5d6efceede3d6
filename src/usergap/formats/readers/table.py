"""Tables of messages (one a row) or of exchanges, under the names people give columns.

A column map given to `usergap.read` renames other columns to these before. Rows
with a role but no id column are one dialogue; exchanges without one stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from usergap.dialogues import Message
from usergap.formats.fields import TEXT_FIELDS, pick, text_field
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row
from usergap.formats.messages import parse_content, parse_role

_NAMES = (
    "id", "dialogue_id", "dialog_id", "conversation_id", "conversation_hash", "session_id",
    "thread_id", "chat_id",
)  # fmt: skip
_ROLES = ("role", "speaker", "sender", "participant", "from", "author")
_TEXTS = ("content", "text", "message", "utterance", "value", "body")
_USERS = ("user", "prompt", "question", "instruction", "query")
_REPLIES = ("assistant", "response", "answer", "completion", "output", "reply")
_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "id": _NAMES,
    "assistant_model": ("assistant_model", "model"),
}


def sniff(record: Record) -> bool:
    """A role and a text, or what a user asked and a chatbot answered."""
    keys = record.keys()
    return (_first(keys, _ROLES) is not None and _first(keys, _TEXTS) is not None) or (
        _text(record, _USERS) is not None and _text(record, _REPLIES) is not None
    )


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """Rows with the same id as one record."""
    groups: dict[str, tuple[int, list[Message], Record]] = {}
    notes: Counter[str] = Counter()
    for line, record in rows:
        try:
            messages = _messages(record, notes)
            name = _name(record, line)
        except BadRowError as bad:
            log.drop(line, bad.field, bad.expected, bad.found)
            continue
        group = groups.setdefault(name, (line, [], record))
        group[1].extend(messages)
    log.notes.update(notes)
    for line, found, record in groups.values():
        yield line, {**record, "\0messages": tuple(found)}


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per id, its fields from the first row."""
    notes: Counter[str] = Counter()
    fields: dict[str, Any] = dict(pick(record, _KEYS, notes))
    yield Draft(record["\0messages"], fields, notes=notes)


def _name(record: Record, line: int) -> str:
    columns = [name for name in _NAMES if name in record]
    for column in columns:
        if text := text_field(record[column], column):
            return text
    if columns:
        raise BadRowError(columns[0], "the dialogue's id", None)
    return "\0one" if _first(record.keys(), _ROLES) else f"\0{line}"


def _messages(record: Record, notes: Counter[str]) -> list[Message]:
    keys = record.keys()
    role, text = _first(keys, _ROLES), _first(keys, _TEXTS)
    if role and text:
        return [Message(parse_role(record[role], role), parse_content(record[text], text, notes))]
    user, reply = _first(keys, _USERS), _first(keys, _REPLIES)
    if user is None:
        raise BadRowError("user", "what the user wrote", None)
    messages = [Message("user", parse_content(record[user], user, notes))]
    if reply and record[reply] is not None:
        messages.append(Message("assistant", parse_content(record[reply], reply, notes)))
    return messages


def _first(keys: Iterable[str], names: Iterable[str]) -> str | None:
    known = set(keys)
    return next((name for name in names if name in known), None)


def _text(record: Record, names: Iterable[str]) -> str | None:
    key = _first(record.keys(), names)
    return key if key is not None and isinstance(record[key], str) else None


FORMAT = Format("table", "a table of messages", sniff, parse, gather=gather, order=90)

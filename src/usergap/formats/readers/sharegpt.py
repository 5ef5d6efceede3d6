"""ShareGPT: ``conversations`` with from and value (or role and content)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from usergap.dialogues import Message
from usergap.formats.fields import TEXT_FIELDS, pick, rest
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import looks_like_messages, parse_messages
from usergap.formats.stated import exported, stated

_KEYS = {
    **{name: (name,) for name in TEXT_FIELDS},
    "assistant_model": ("assistant_model", "model"),
}


def sniff(record: Record) -> bool:
    """Conversations whose entries say from whom and what."""
    value = record.get("conversations")
    return looks_like_messages(value, "from", "value") or looks_like_messages(value)


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; a ``system`` text beside it comes first."""
    notes: Counter[str] = Counter()
    value = record.get("conversations")
    if looks_like_messages(value, "from", "value"):
        messages = parse_messages(value, "conversations", notes, role="from", content="value")
    else:
        messages = parse_messages(value, "conversations", notes)
    if (facts := exported(record)) is not None:
        yield stated(facts, messages, notes)
        return
    system = record.get("system")
    if isinstance(system, str) and system:
        messages = (Message("system", system), *messages)
    used = ("conversations", "system", *{key for keys in _KEYS.values() for key in keys})
    yield Draft(messages, pick(record, _KEYS), rest(record, used), notes=notes)


FORMAT = Format("sharegpt", "ShareGPT", sniff, parse)

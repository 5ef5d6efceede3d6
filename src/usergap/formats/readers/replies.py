"""Reply sets: one context and many replies to it; each reply becomes a dialogue.

The replies share their context's id; the context is never measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from usergap.dialogues import Message
from usergap.formats.fields import TEXT_FIELDS, parse_provenance, pick, rest
from usergap.formats.format import BadRowError, Draft, Format, Record
from usergap.formats.messages import json_value, parse_content, parse_messages

_KEYS = {name: (name,) for name in TEXT_FIELDS}


def sniff(record: Record) -> bool:
    """A context (messages, or one text of the chatbot) and a reply or a list of them."""
    return "context" in record and ("replies" in record or isinstance(record.get("reply"), str))


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per reply: the context's messages, then the reply as the user's."""
    notes: Counter[str] = Counter()
    context = _context(record.get("context"), notes)
    shared: dict[str, Any] = dict(pick(record, _KEYS))
    replies = json_value(record["replies"]) if "replies" in record else [record.get("reply")]
    if not isinstance(replies, list) or not replies:
        raise BadRowError("replies", "a list of replies", replies)
    given = shared.pop("id", None)
    shared.setdefault("context_id", given)
    provenance = parse_provenance(record.get("provenance"))
    extra = rest(record, ("context", "replies", "reply", "provenance", *_KEYS))
    for number, reply in enumerate(replies):
        fields: dict[str, Any] = dict(shared)
        if given is not None:
            fields["id"] = given if len(replies) == 1 else f"{given}/{number + 1}"
        if provenance is not None:
            fields["provenance"] = provenance
        own = reply if isinstance(reply, Mapping) else {"content": reply}
        fields |= pick(own, _KEYS)
        text = parse_content(own.get("content", own.get("text")), f"replies[{number}]", notes)
        messages = (*context, Message("user", text))
        yield Draft(messages, fields, extra, len(context), notes if number == 0 else {})


def _context(value: object, notes: Counter[str]) -> tuple[Message, ...]:
    value = json_value(value)
    if isinstance(value, str):
        return (Message("assistant", value),) if value else ()
    return parse_messages(value, "context", notes)


FORMAT = Format("replies", "reply sets", sniff, parse, order=30)

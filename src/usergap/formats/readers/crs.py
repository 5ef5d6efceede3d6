"""CRS Arena and UserSimCRS: conversations of people, or of simulators, with a recommender.

Both write the same record. A simulated conversation opens with the agent's
greeting, and the user's id names the simulator; a real one opens with the user,
whose id is a random one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from usergap.formats.fields import pick, text_field
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import json_value, looks_like_messages, parse_messages

_KEYS = {
    "id": ("conversation ID", "conversation_id", "id"),
    **{n: (n,) for n in ("scenario_id", "domain", "scenario", "persona", "simulator", "language")},
}
_RANDOM_ID = re.compile(r"[0-9a-fA-F-]{32,36}|\d+")


def sniff(record: Record) -> bool:
    """A conversation of participants and utterances."""
    return looks_like_messages(record.get("conversation"), "participant", "utterance")


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue, with the agent as chatbot and the simulator where one is named."""
    notes: Counter[str] = Counter()
    value = json_value(record.get("conversation"))
    messages = parse_messages(value, "conversation", notes, role="participant", content="utterance")
    fields = pick(record, _KEYS)
    extra: dict[str, Any] = {}
    agent, user = record.get("agent"), record.get("user")
    if isinstance(agent, Mapping) and (name := text_field(agent.get("id"), "agent.id")):
        fields["assistant_model"] = name
    if isinstance(user, Mapping) and (name := text_field(user.get("id"), "user.id")):
        opens = bool(messages) and messages[0].role == "assistant"
        if opens and not _RANDOM_ID.fullmatch(name):
            fields.setdefault("simulator", name)
        else:
            extra["user_id"] = name
    metadata = record.get("metadata")
    if isinstance(metadata, Mapping):
        extra["metadata"] = dict(metadata)
    yield Draft(messages, fields, extra, notes=notes)


FORMAT = Format("crs", "CRS Arena and UserSimCRS", sniff, parse)

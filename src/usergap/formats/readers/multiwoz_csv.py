"""MultiWOZ-style tables (SPADE): a column ``dia`` of lines "user: ..." and "system: ...".

The pair key is ``new_dia_no`` where the table has it (the human file), else
``dia_no``: the simulated files count by the human file's NEW numbers, and joining
on its old ones pairs the wrong goals without an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from usergap.dialogues import Message, Role
from usergap.formats.fields import pick, text_field
from usergap.formats.format import BadRowError, Draft, Format, Record

CONTINUED = "lines without a speaker joined to the one before"
_COLUMNS = ("dia", "dialogue", "dialog", "transcript", "conversation")
_LINE = re.compile(r"\s*(user|customer|human|system|agent|assistant|bot)\s*:\s?(.*)", re.I | re.S)
_USERS = ("user", "customer", "human")
_KEYS = {
    "id": ("id", "dialogue_id", "dia_no"),
    "scenario_id": ("scenario_id", "new_dia_no", "dia_no"),
    "scenario": ("scenario", "new_goal", "goal"),
    **{n: (n,) for n in ("domain", "persona", "simulator", "source", "language")},
}


def sniff(record: Record) -> bool:
    """A transcript whose first line names its speaker."""
    return any(isinstance(record.get(c), str) and _LINE.match(record[c]) for c in _COLUMNS)


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; a line without a speaker continues the one before."""
    column = next((name for name in _COLUMNS if text_field(record.get(name), name)), "dia")
    text = record.get(column)
    if not isinstance(text, str):
        raise BadRowError(column, "lines that begin with user: or system:", text)
    messages: list[Message] = []
    joined = 0
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            role: Role = "user" if match[1].lower() in _USERS else "assistant"
            messages.append(Message(role, match[2].strip()))
        elif line.strip() and messages:
            messages[-1] = Message(messages[-1].role, f"{messages[-1].content}\n{line.strip()}")
            joined += 1
        elif line.strip():
            raise BadRowError(column, "lines that begin with user: or system:", line)
    fields: dict[str, Any] = dict(pick(record, _KEYS))
    yield Draft(tuple(messages), fields, notes={CONTINUED: joined} if joined else {})


FORMAT = Format("multiwoz_csv", "MultiWOZ-style transcripts (SPADE)", sniff, parse, order=55)

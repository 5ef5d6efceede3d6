"""Consistent-LLMs: two models in two personas, lines as [number, "Name: text"].

The one who opens (P1) is taken as the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from usergap.dialogues import Message
from usergap.formats.fields import text_field
from usergap.formats.format import BadRowError, Draft, Format, Record

_NAME = re.compile(r"\A[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)?: ")


def sniff(record: Record) -> bool:
    """A conversation of numbered lines and the persona of the first speaker."""
    value = record.get("conversation")
    first = value[0] if isinstance(value, list) and value else None
    return "P1" in record and isinstance(first, list) and len(first) == 2


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; a speaker's name before a line is not what they said."""
    lines = record.get("conversation")
    if not isinstance(lines, list):
        raise BadRowError("conversation", "a list of lines", lines)
    messages = []
    for number, line in enumerate(lines):
        if not (isinstance(line, list) and len(line) == 2 and isinstance(line[1], str)):
            raise BadRowError(f"conversation[{number}]", "a number and a text", line)
        text = _NAME.sub("", line[1], count=1).strip()
        messages.append(Message("assistant" if number % 2 else "user", text))
    fields: dict[str, Any] = {}
    if persona := text_field(record.get("P1"), "P1"):
        fields["persona"] = persona
    if task := text_field(record.get("task_name"), "task_name"):
        fields["domain"] = task
    extra = {
        key: value
        for key, value in record.items()
        if key.endswith("_score") and isinstance(value, int | float)
    }
    yield Draft(tuple(messages), fields, extra)


FORMAT = Format("consistent_llms", "Consistent-LLMs dialogues", sniff, parse)

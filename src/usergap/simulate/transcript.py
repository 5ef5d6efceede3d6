"""Transcript: a conversation for models whose chat template lacks something, or that have none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from usergap.llm import Message

MINE, THEIRS = "You", "Them"
_NEXT = re.compile(rf"\n\s*(?:{MINE}|{THEIRS}):|\n\s*\n")


def transcript(messages: Sequence[Message], role: str) -> str:
    """The conversation as the one of ``role`` sees it, up to where its next message begins.

    System messages come first, as they address that one.
    """
    head = [message.content for message in messages if message.role == "system"]
    turns = [
        f"{MINE if message.role == role else THEIRS}: {' '.join(message.content.split())}"
        for message in messages
        if message.role != "system"
    ]
    return "\n\n".join([*head, "\n".join([*turns, f"{MINE}:"])])


def folded(messages: Sequence[Message]) -> list[Message]:
    """The conversation with its system messages before the first other one's own words.

    Some chat templates have no place for a system message.
    """
    head = [message.content for message in messages if message.role == "system"]
    rest = [message for message in messages if message.role != "system"]
    first = rest[0] if rest and rest[0].role == "user" else None
    opening = "\n\n".join([*head, first.content] if first else head)
    return [Message("user", opening), *(rest[1:] if first else rest)]


def first_message(text: str) -> str:
    """What a base model wrote before it began the next message, or a new paragraph."""
    text = text.lstrip()
    found = _NEXT.search(text)
    return (text[: found.start()] if found else text).strip()

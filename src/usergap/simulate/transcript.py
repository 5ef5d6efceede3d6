"""Transcript: a conversation as plain text, for base models, which have no chat template."""

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


def first_message(text: str) -> str:
    """What a base model wrote before it began the next message, or a new paragraph."""
    text = text.lstrip()
    found = _NEXT.search(text)
    return (text[: found.start()] if found else text).strip()

"""What raters read of a dialogue: its messages, each user turn with its number.

Other than in a blind test an empty message stays: it is a turn, and has to be labelled.
"""

from __future__ import annotations

from typing import Any

from usergap.annotators.llm.view import clipped
from usergap.dialogues import Dialogue
from usergap.dialogues.endings import strip_end_tokens
from usergap.study.artefacts import plain

LONGEST = 6000
"""Characters shown of a message; of a longer one the start and the end."""


def messages_until(dialogue: Dialogue, last: int | None = None) -> list[dict[str, Any]]:
    """User and chatbot messages up to user turn ``last`` (None: all of them).

    Each is ``{"role", "text", "turn"}``; ``turn`` is None but for measured user turns.
    """
    users = [one.content for one in dialogue.messages if one.role == "user"]
    texts = iter(strip_end_tokens(users))
    shown: list[dict[str, Any]] = []
    number = 0
    for index, message in enumerate(dialogue.messages):
        if message.role not in ("user", "assistant"):
            continue
        if message.role == "assistant":
            if message.content.strip():
                shown.append({"role": "assistant", "text": _cut(message.content), "turn": None})
            continue
        measured = index >= dialogue.context_length
        number += measured
        turn = number if measured else None
        shown.append({"role": "user", "text": _cut(next(texts) or ""), "turn": turn})
        if turn is not None and turn == last:
            break
    return shown


def _cut(text: str) -> str:
    return clipped(plain(text), LONGEST * 2 // 3, LONGEST // 3)

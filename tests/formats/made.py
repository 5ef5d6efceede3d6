"""Hand-made pieces that several tests of formats use."""

from __future__ import annotations

from typing import Any

from usergap.dialogues import Corpus, Dialogue

ASK = "Can you help me with a letter to my landlord?"
ANSWER = "Of course. What would you like to tell them?"
MORE = "That the heating is broken and that I would like it fixed."


def chat(*contents: str, first: str = "user") -> list[dict[str, Any]]:
    """Messages that alternate, beginning with ``first``."""
    roles = ("user", "assistant") if first == "user" else ("assistant", "user")
    return [{"role": roles[i % 2], "content": text} for i, text in enumerate(contents)]


def said(dialogue: Dialogue) -> list[tuple[str, str]]:
    """Roles (by first letter) and texts."""
    return [(message.role[0], message.content) for message in dialogue.messages]


def only(corpus: Corpus) -> Dialogue:
    """The only dialogue of a corpus."""
    (dialogue,) = corpus
    return dialogue

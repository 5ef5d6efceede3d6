"""Conversations run again with an assistant: with the user's own replies, or neutral ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from usergap.dialogues import Dialogue, Message
from usergap.llm import Message as Prompt
from usergap.llm import Request, Result

NEUTRAL: Final = "Please go on."
"""What stands in the place of a reply: it keeps the conversation going and tells nothing."""
LONGEST: Final = 512
"""Tokens of an answer."""

Assistant = Callable[[Sequence[Request]], list[Result]]


def rerun(
    dialogues: Sequence[Dialogue], assistant: Assistant, *, neutral: bool
) -> list[Dialogue | None]:
    """Each dialogue with answers that the assistant gives now; None where it failed to.

    The first user turn is always the user's own; with ``neutral`` all later ones are
    ``NEUTRAL``. All dialogues are asked about side by side, a turn at a time.
    """
    said = [[turn.text for turn in dialogue.turns] for dialogue in dialogues]
    talks: list[list[Message] | None] = [_before(dialogue) for dialogue in dialogues]
    for turn in range(max(map(len, said), default=0)):
        asked = [i for i, own in enumerate(said) if talks[i] is not None and turn < len(own)]
        for i in asked:
            text = NEUTRAL if neutral and turn else said[i][turn]
            talks[i] = [*(talks[i] or ()), Message("user", text)]
        told = assistant([_request(talks[i] or ()) for i in asked])
        for i, result in zip(asked, told, strict=True):
            talk = talks[i]
            talks[i] = [*talk, Message("assistant", result.text)] if talk and result.ok else None
    return [
        None if talk is None else replace(dialogue, messages=tuple(talk))
        for dialogue, talk in zip(dialogues, talks, strict=True)
    ]


def _before(dialogue: Dialogue) -> list[Message]:
    """What stood there before the first measured user turn."""
    first = next(
        (i for i, m in enumerate(dialogue.messages)
         if m.role == "user" and i >= dialogue.context_length),
        len(dialogue.messages),
    )  # fmt: skip
    return [m for m in dialogue.messages[:first] if m.role != "tool"]


def _request(messages: Sequence[Message]) -> Request:
    prompt = tuple(Prompt(m.role, m.content) for m in messages if m.role != "tool")
    return Request(prompt, max_tokens=LONGEST, temperature=0.0, seed=0)

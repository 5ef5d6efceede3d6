"""Dialogues made in code, small enough to train on in seconds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from usergap.dialogues import Dialogue, Message, Provenance

THINGS = ("a rope", "a boat", "a net", "a sail", "a tent", "a kite", "a swing", "a hammock")
ASKS = ("how do i fix {}", "what do i need for {}", "can you show me {}")
THANKS = ("ok thanks", "and then", "why is that")


def talk(number: int, turns: int = 2, **fields) -> Dialogue:
    """A user asks about a thing, the chatbot answers; the same number gives the same talk.

    Its words are those of few other talks, so that no two are near-duplicates.
    """
    rng = random.Random(number)
    thing = THINGS[number % len(THINGS)]
    messages: list[Message] = []
    for turn in range(turns):
        ask = rng.choice(THANKS) if turn else rng.choice(ASKS).format(thing)
        marks = " ".join(f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}" for _ in range(7))
        messages += [Message("user", f"{ask} {marks}"), Message("assistant", f"take {thing}")]
    wants = fields.pop("scenario", f"learn about {thing}")
    return Dialogue(f"d{number}", tuple(messages), scenario=wants, **fields)


def talks(number: int, turns: int = 2, **fields) -> tuple[Dialogue, ...]:
    """That many talks."""
    return tuple(talk(each, turns, **fields) for each in range(number))


def dated(dialogues: Sequence[Dialogue], days: Sequence[int]) -> tuple[Dialogue, ...]:
    """With a time each: days of January 2024."""
    return tuple(
        replace(each, extra={**each.extra, "timestamp": f"2024-01-{day:02d}T12:00:00+00:00"})
        for each, day in zip(dialogues, days, strict=True)
    )


def marked(dialogue: Dialogue, **tags) -> Dialogue:
    """With provenance."""
    return replace(dialogue, provenance=Provenance(**tags))


def words(dialogues: Sequence[Dialogue]) -> list[str]:
    """All messages, for a tokenizer to learn from."""
    return [message.content for each in dialogues for message in each.messages]

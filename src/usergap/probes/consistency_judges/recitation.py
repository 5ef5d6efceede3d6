"""The parrot check: how much of a persona each line recites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from usergap.probes.consistency_judges.judge import Lines
from usergap.probes.words import lowered

_FUNCTION_WORDS = (
    "a am an and are as at be been but by do does for from had has have he her his i if in is "
    "it its me my no not of on or our she so that the their them they this to was we were "
    "who will with you your i'm i've don't also just very really"
)
_FUNCTION: Final = frozenset(_FUNCTION_WORDS.split())


def content_words(text: str) -> frozenset[str]:
    """The words of a text that are no function words (an English list of our own)."""
    return frozenset(word for word in lowered(text) if word not in _FUNCTION)


def recited(dialogues: Sequence[Lines], personas: Sequence[str]) -> list[list[float | None]]:
    """Per line the share of the persona's content words in it; None for a persona of none."""
    found: list[list[float | None]] = []
    for lines, persona in zip(dialogues, personas, strict=True):
        wanted = content_words(persona)
        found.append(
            [len(wanted & content_words(line)) / len(wanted) if wanted else None for line in lines]
        )
    return found


def others(personas: Sequence[str]) -> list[str] | None:
    """For each persona another one, the next in alphabetical order; None if all are alike."""
    unique = sorted(set(personas))
    if len(unique) < 2:
        return None
    following = dict(zip(unique, [*unique[1:], unique[0]], strict=True))
    return [following[persona] for persona in personas]

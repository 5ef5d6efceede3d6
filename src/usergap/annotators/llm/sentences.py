"""The numbered sentences of a user turn, and which of them a model reads."""

from __future__ import annotations

from usergap.dialogues import Dialogue
from usergap.dimensions.counting import sentences

EDGE = 2000
"""Characters of sentences read at the start and at the end of a message."""


def numbered(text: str, edge: int = EDGE) -> tuple[list[str], list[int]]:
    """The sentences of a message, and the places (from 0) of those that are read.

    A message of up to ``2 * edge`` characters is read whole, a longer one at both
    ends, so that a message of 10 MB costs no more than a page.
    """
    found = sentences(text)
    if len(text) <= 2 * edge:
        return found, list(range(len(found)))
    read: set[int] = set()
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        left = edge
        for place in order:
            left -= len(found[place])
            if left < 0:
                break
            read.add(place)
    return found, sorted(read)


def sentence_places(dialogue: Dialogue) -> list[tuple[int, int]]:
    """(turn, sentence), both from 1, of every unit of the dimension emotion, in order."""
    return [
        (turn.number, place + 1)
        for turn in dialogue.turns
        for place in range(len(sentences(turn.text)))
    ]

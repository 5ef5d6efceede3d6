"""What a judge of consistency gives: how often a line contradicts what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Count:
    """One line against a persona (one judgement) or against each earlier own line.

    ``judged``: judgements that were given; a missing one is in none of the numbers.
    ``compared``: those where both texts state something of the same kind, so that a
    contradiction could have been seen. ``why``: the kind of the first contradiction.
    """

    flagged: int = 0
    judged: int = 0
    compared: int = 0
    why: str = ""


class Judge(Protocol):
    """Says for the lines of many dialogues where they contradict."""

    name: str

    def with_persona(
        self, dialogues: Sequence[Lines], personas: Sequence[str]
    ) -> list[list[Count]]:
        """Per dialogue and line: against the dialogue's persona."""
        ...

    def with_earlier(self, dialogues: Sequence[Lines]) -> list[list[Count]]:
        """Per dialogue and line: against each earlier line of the same user."""
        ...

"""Personas that simulated users were given: which say nothing, and which are the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from usergap.dialogues import Dialogue

GENERIC: Final = frozenset(
    {"", "a human user", "a person", "a user", "default", "human user", "none", "person", "user"}
)
"""Personas that say nothing of who the user is."""


def persona_of(dialogue: Dialogue) -> str:
    """A dialogue's persona in one line; "" where there is none."""
    return " ".join((dialogue.persona or "").split())


def is_generic(persona: str) -> bool:
    """Whether a persona says nothing of the user."""
    return persona.strip().lower() in GENERIC


def named(dialogues: Iterable[Dialogue]) -> bool:
    """Whether any dialogue has a persona that says something."""
    return any(not is_generic(persona_of(dialogue)) for dialogue in dialogues)

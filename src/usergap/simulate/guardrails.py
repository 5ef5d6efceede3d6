"""Guardrails on a user's message: each can be switched off, each intervention counted.

After UserLM (arXiv 2510.06552, section 4). They change what is measured: the length
rule alone bars about a fifth of real messages, so all are off unless asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from usergap.errors import InputError

_FIRST = re.compile(r"\W*(\w+)")
RULES = ("first_word", "length", "repeat", "early_end")
_BARRED_FIRST = frozenset({"i", "you", "here"})


class Intervention(StrEnum):
    """Why a user's message was drawn again."""

    FIRST_WORD = "first_word"
    LENGTH = "length"
    REPEAT = "repeat"
    EARLY_END = "early_end"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Guardrails:
    """Which messages are drawn again.

    ``first_word``: I, You or Here; ``length``: fewer than ``shortest`` or more than
    ``longest`` words; ``repeat``: word for word an earlier message of the user;
    ``early_end``: an end before it is allowed (else the end is taken as it comes).
    """

    first_word: bool = False
    length: bool = False
    repeat: bool = False
    early_end: bool = True
    shortest: int = 3
    longest: int = 25

    @classmethod
    def userlm(cls) -> Guardrails:
        """All of UserLM's."""
        return cls(first_word=True, length=True, repeat=True, early_end=True)

    @classmethod
    def named(cls, text: str) -> Guardrails:
        """``userlm``, ``none`` or rules as ``repeat,early_end``: those, and no others.

        Raises InputError for a rule that there is not.
        """
        if text == "userlm":
            return cls.userlm()
        names = [] if text == "none" else [name.strip() for name in text.split(",")]
        if unknown := [name for name in names if name not in RULES]:
            raise InputError(
                f"guardrails: expected userlm, none or some of {','.join(RULES)};"
                f" found {unknown[0]!r}"
            )
        return cls(**{name: name in names for name in RULES})

    @property
    def on(self) -> list[str]:
        """The names of the rules that are on."""
        return [name for name in RULES if getattr(self, name)]

    def joined(self, other: Guardrails) -> Guardrails:
        """Every rule that one of the two has; the limits are those of the first."""
        return replace(
            self,
            first_word=self.first_word or other.first_word,
            length=self.length or other.length,
            repeat=self.repeat or other.repeat,
            early_end=self.early_end or other.early_end,
        )

    def objection(
        self, text: str, earlier: Sequence[str], *, ends: bool, may_end: bool
    ) -> Intervention | None:
        """The first rule that a message (without end token) breaks; None: it passes.

        ``earlier``: the user's messages so far; ``ends``: it came with an end token;
        ``may_end``: the conversation may end with it. A bare end token that may stand
        breaks no rule.
        """
        if ends and not may_end and self.early_end:
            return Intervention.EARLY_END
        if not text.strip():
            return None if ends else Intervention.EMPTY
        found = _FIRST.match(text)
        if self.first_word and found and found[1].lower() in _BARRED_FIRST:
            return Intervention.FIRST_WORD
        if self.length and not self.shortest <= len(text.split()) <= self.longest:
            return Intervention.LENGTH
        if self.repeat and text.strip() in {each.strip() for each in earlier}:
            return Intervention.REPEAT
        return None

"""Disclosure: the persona is told piece by piece, never before its time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.persona import GENERIC_PERSONA
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.control import NOTHING, Guidance

_BREAK = re.compile(r"(?<=[.!?])\s+|\s*[;\n]\s*|,\s+(?:and\s+)?")
_EDGES = " .;,"


@dataclass(frozen=True)
class Disclosure:
    """From turn ``first`` on, one fact of the persona every ``every`` turns, in its order.

    The prompt holds a fact only when it is due: a model cannot tell early what it was
    not told. Until then the persona is the generic one, which has no facts.
    """

    first: int = 2
    every: int = 1
    name: str = "disclosure"

    def __post_init__(self) -> None:
        """Raises InputError for turns that there are not."""
        if self.first < 1 or self.every < 1:
            raise InputError(
                f"disclosure: expected turns from 1, found first={self.first}, every={self.every}"
            )

    @property
    def settings(self) -> Settings:
        """When facts are due."""
        return {"first": self.first, "every": self.every}

    def session(self, scenario: Scenario, seed: int) -> Guidance:  # noqa: ARG002 - by turn only
        """Nothing: facts come by the turn."""
        return NOTHING

    def turn(self, conversation: Conversation) -> Guidance:
        """The persona as far as it is known now, and the fact that is due."""
        due, new = self._due(conversation)
        told = "; ".join(due) or GENERIC_PERSONA
        lines = (f"Let this about you show in your message: {new}.",) if new else ()
        return Guidance(lines, {"fact": new, "known": len(due)}, persona=told)

    def rewrite(self, text: str, conversation: Conversation) -> str:
        """The text with the fact that is due after it."""
        _, new = self._due(conversation)
        return f"{text} (About me: {new}.)" if new else text

    def _due(self, conversation: Conversation) -> tuple[tuple[str, ...], str | None]:
        """The facts that are due by the next message, and the one that is new in it."""
        facts = pieces(conversation.persona)
        since = conversation.user_turns + 1 - self.first
        if since < 0:
            return (), None
        due = facts[: since // self.every + 1]
        new = since % self.every == 0 and since // self.every < len(facts)
        return due, due[-1] if new else None


def pieces(persona: str) -> tuple[str, ...]:
    """The facts of a persona: split at sentence ends, lines, semicolons and commas.

    The generic persona has none.
    """
    if persona == GENERIC_PERSONA:
        return ()
    found = (piece.strip(_EDGES) for piece in _BREAK.split(persona))
    return tuple(piece for piece in found if piece)


async def _make(spec: Spec, making: Making) -> Disclosure:  # noqa: ARG001 - needs no model
    return Disclosure(spec.whole("first", 2), spec.whole("every", 1))


KIND = Kind(
    name="disclosure",
    argument="",
    options=("first", "every"),
    summary="the persona's facts one by one, from a turn on (wants informed personas)",
    make=_make,
)

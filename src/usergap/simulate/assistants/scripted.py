"""Scripted: an assistant that says its lines in turn."""

from __future__ import annotations

from dataclasses import dataclass

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.participant import Conversation, Settings

LINES: tuple[str, ...] = (
    "I see. Can you tell me more?",
    "Here is what I would do.",
    "Does that help?",
)
"""What is said where no script is given."""


@dataclass(frozen=True)
class ScriptedAssistant:
    """Gives the lines in turn; from the first again if ``around``, else it is exhausted."""

    lines: tuple[str, ...]
    around: bool = True
    name: str = "scripted"

    @property
    def settings(self) -> Settings:
        """The script."""
        return {"kind": "scripted", "lines": list(self.lines), "around": self.around}

    async def reply(self, conversation: Conversation) -> str | None:
        """The line of this number."""
        number = conversation.user_turns - 1
        if not self.lines or (number >= len(self.lines) and not self.around):
            return None
        return self.lines[number % len(self.lines)]


async def _make(spec: Spec, making: Making) -> ScriptedAssistant:  # noqa: ARG001 - needs no model
    lines = LINES
    if spec.argument:
        text = read_text(spec.argument, "scripted")
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        if not lines:
            raise InputError(f"scripted: {spec.argument}: expected lines to say, found none")
    return ScriptedAssistant(lines, around=spec.flag("around", default=True))


KIND = Kind(
    name="scripted",
    argument="[FILE]",
    options=("around",),
    summary="the lines of a text file in turn; without one, three general ones",
    make=_make,
)

"""Assistants without a model: a script, a callable, the real chatbot's own answers."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from usergap.dialogues import Dialogue
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import Conversation, Settings

Answering = Callable[[Conversation], str | Awaitable[str | None] | None]


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


@dataclass(frozen=True)
class CallableAssistant:
    """Any function, async or not; ``settings`` tells one function from another at resume.

    A function that blocks holds up all conversations.
    """

    answer: Answering
    name: str
    settings: Settings = field(default_factory=dict)

    async def reply(self, conversation: Conversation) -> str | None:
        """What the function gives."""
        said = self.answer(conversation)
        return await said if inspect.isawaitable(said) else said


@dataclass(frozen=True)
class ReplayAssistant:
    """Gives the answers of the real dialogue with the same scenario, in their order."""

    answers: dict[str, tuple[str, ...]] = field(repr=False)
    settings: Settings
    name: str = "replay"

    @classmethod
    def of(cls, dialogues: Sequence[Dialogue]) -> ReplayAssistant:
        """Replays these dialogues; of several with one scenario the first."""
        answers: dict[str, tuple[str, ...]] = {}
        for dialogue in dialogues:
            said = (m.content for m in dialogue.messages if m.role == "assistant")
            key = dialogue.scenario_id or dialogue.id
            answers.setdefault(key, tuple(text for text in said if text.strip()))
        return cls(answers, {"kind": "replay", "made_from": fingerprint(answers)})

    async def reply(self, conversation: Conversation) -> str | None:
        """The answer of this number; None after the last."""
        answers = self.answers.get(conversation.scenario.id, ())
        number = conversation.user_turns - 1
        return answers[number] if number < len(answers) else None

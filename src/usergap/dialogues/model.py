"""Dialogue, Message, Turn and Provenance: what every other room works on.

A *turn* is one user message. Consecutive user messages stay apart, system and
tool messages are not chatbot text, and "the preceding answer" is the last
assistant message with text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Role = Literal["user", "assistant", "system", "tool"]
ROLES: tuple[Role, ...] = ("user", "assistant", "system", "tool")
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; ``content`` is plain text, possibly empty."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One user message with what the user had before their eyes.

    ``number`` counts user messages from 1 over the measured part of the
    dialogue; ``answer`` is the preceding chatbot text, ``""`` where there is none.
    """

    number: int
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a sample comes from. What is not known says ``"not recorded"``."""

    origin: Literal["real", "synthetic", "not recorded"] = "not recorded"
    family: Literal["generator", "rule", "simulation", "not recorded"] = "not recorded"
    generator: str = NOT_RECORDED
    generator_version: str = NOT_RECORDED
    prompt_hash: str = NOT_RECORDED
    settings_hash: str = NOT_RECORDED
    seed: int | None = None
    created: str = NOT_RECORDED
    parents: tuple[str, ...] = ()
    domain: str = NOT_RECORDED
    task: str = NOT_RECORDED
    licence: str = NOT_RECORDED
    consent: str = NOT_RECORDED
    split: str = NOT_RECORDED
    usergap_version: str = NOT_RECORDED


@dataclass(frozen=True)
class Dialogue:
    """One conversation between a user, real or simulated, and a chatbot.

    ``scenario_id`` is the pair key: a real and a simulated dialogue with the
    same one are a pair. ``conversation_id`` names the original conversation,
    which may appear in several records. The first ``context_length`` messages
    are shared context of a reply set (``context_id``) and are never measured.
    ``ended`` is True where an end token was removed from the user's text.
    ``extra`` keeps whatever else the file recorded about the dialogue.
    """

    id: str
    messages: tuple[Message, ...]
    scenario_id: str | None = None
    domain: str | None = None
    scenario: str | None = None
    persona: str | None = None
    conversation_id: str | None = None
    simulator: str | None = None
    source: str | None = None
    assistant_model: str | None = None
    language: str | None = None
    context_id: str | None = None
    context_length: int = 0
    ended: bool = False
    provenance: Provenance | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The measured user turns, in order."""
        turns: list[Turn] = []
        answer = ""
        for index, message in enumerate(self.messages):
            if message.role == "assistant":
                if message.content.strip():
                    answer = message.content
            elif message.role == "user" and index >= self.context_length:
                turns.append(Turn(len(turns) + 1, message.content, answer))
        return tuple(turns)

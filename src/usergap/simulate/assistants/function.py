"""Function: any Python callable as the chatbot."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, python_object
from usergap.simulate.participant import Conversation, Settings

Answering = Callable[[Conversation], str | Awaitable[str | None] | None]


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


async def _make(spec: Spec, making: Making) -> CallableAssistant:  # noqa: ARG001 - needs no model
    answer = python_object(spec)
    if not callable(answer):
        raise InputError(f"function: {spec.argument}: expected a function of a conversation")
    name = spec.options.get("name") or spec.argument.rpartition(":")[2]
    return CallableAssistant(answer, name, {"kind": "function", "function": spec.argument})


KIND = Kind(
    name="function",
    argument="MODULE:NAME",
    options=("name",),
    summary="a Python function of the conversation, async or not",
    make=_make,
)

"""Function: any Python callable as the user."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ClassVar

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, python_object
from usergap.simulate.participant import Conversation, Family, Settings, UserSimulator

Saying = Callable[[Conversation], str | Awaitable[str | None] | None]
_NEEDED = ("name", "version", "family", "settings", "parents", "reply")


@dataclass(frozen=True)
class CallableUser:
    """Any function of a conversation, async or not, as the user.

    It gives the next message, the end token in it when done, or None when it has
    nothing left to say. ``settings`` tells one function from another at resume. A
    function that blocks holds up all conversations.
    """

    say: Saying = field(repr=False)
    name: str
    settings: Settings = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    version: str = "not recorded"
    family: ClassVar[Family] = "simulation"

    async def reply(self, conversation: Conversation) -> str | None:
        """What the function gives."""
        said = self.say(conversation)
        return await said if inspect.isawaitable(said) else said


async def _make(spec: Spec, making: Making) -> UserSimulator:  # noqa: ARG001 - needs no model
    found = python_object(spec)
    if hasattr(found, "reply") and not isinstance(found, type):
        missing = [name for name in _NEEDED if not hasattr(found, name)]
        if missing:
            raise InputError(f"function: {spec.argument}: expected {missing[0]} on a user object")
        user: UserSimulator = found
        return user
    if not callable(found) or isinstance(found, type):
        raise InputError(
            f"function: {spec.argument}: expected a function of a conversation, or a user object"
        )
    options = spec.options
    name = options.get("name") or spec.argument.rpartition(":")[2]
    settings = {"kind": "function", "function": spec.argument}
    return CallableUser(found, name, settings, version=options.get("version", "not recorded"))


KIND = Kind(
    name="function",
    argument="MODULE:NAME",
    options=("name", "version"),
    summary="a Python function of the conversation, async or not, or a user object",
    make=_make,
)

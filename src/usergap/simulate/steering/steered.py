"""Steered: any user with controls, told to it in its prompt or put into its text by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, cast, runtime_checkable

from usergap.dialogues.endings import strip_end_tokens
from usergap.errors import InputError
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.participant import (
    END_TOKEN,
    Conversation,
    Family,
    Settings,
    UserSimulator,
)
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds, seeds_of
from usergap.simulate.steering.control import Control, guidance, states_of


@runtime_checkable
class Rewriter(Control, Protocol):
    """A control that can also steer a user without a prompt, by rules on its text."""

    def rewrite(self, text: str, conversation: Conversation) -> str:
        """The user's next message as the control wants it; ``text`` holds no end token."""


@runtime_checkable
class Plannable(Control, Protocol):
    """A control whose variables can be spread evenly once all scenarios are known."""

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Control:
        """The same control, planned for these scenarios in the run of ``seed``."""


@dataclass(frozen=True)
class SteeredUser:
    """A user without a prompt, whose messages the controls rewrite in their order."""

    user: UserSimulator
    controls: tuple[Rewriter, ...]

    @property
    def name(self) -> str:
        """The user's."""
        return self.user.name

    @property
    def version(self) -> str:
        """The user's."""
        return self.user.version

    @property
    def family(self) -> Family:
        """The user's."""
        return self.user.family

    @property
    def parents(self) -> tuple[str, ...]:
        """The user's."""
        return self.user.parents

    @property
    def settings(self) -> Settings:
        """The user's, and those of the controls."""
        told = {control.name: dict(control.settings) for control in self.controls}
        return {**self.user.settings, "controls": told, "steered": "by rules"}

    @property
    def guardrails(self) -> Guardrails | None:
        """The user's, where it brings some along."""
        return getattr(self.user, "guardrails", None)

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:
        """The user's."""
        return seeds_of(self.user, scenario, seed)

    def states(self, turns: Sequence[Conversation]) -> list[dict[str, Any]]:
        """The user's, where it has some."""
        return states_of(self.user, turns)

    async def reply(self, conversation: Conversation) -> str | None:
        """The user's message, rewritten; None and a bare end token stay as they are."""
        said = await self.user.reply(conversation)
        if said is None:
            return None
        text = strip_end_tokens([said])[0]
        if text is None or not text.strip():
            return said
        ends = text != said or guidance(self.controls, conversation).ends
        for control in self.controls:
            text = control.rewrite(text, conversation)
        return f"{text} {END_TOKEN}" if ends else text


def with_controls(
    user: UserSimulator,
    controls: Sequence[Control],
    scenarios: Sequence[Scenario] = (),
    seed: int = 0,
) -> UserSimulator:
    """The user steered by the controls, after those that it has already.

    A user with ``controls`` of its own (a dataclass field, as ChatUser) is told in its
    prompt; the messages of others are rewritten. With the run's ``scenarios`` and ``seed``
    each variable of a conversation is spread evenly over them, else it is drawn. Raises
    InputError for two controls of one name, and for a control that cannot steer the user.
    """
    if not controls:
        return user
    ready = planned(controls, scenarios, seed)
    own: tuple[Control, ...] = getattr(user, "controls", ())
    names = [control.name for control in (*own, *ready)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"control {twice}: expected it once, found it twice")
    if takes_guidance(user):
        return cast("UserSimulator", replace(cast("Any", user), controls=(*own, *ready)))
    rewriters = [control for control in ready if isinstance(control, Rewriter)]
    if len(rewriters) < len(ready):
        stuck = ", ".join(c.name for c in ready if not isinstance(c, Rewriter))
        raise InputError(
            f"user {user.name}: expected controls that can rewrite its messages, for it has no"
            f" prompt; found {stuck}: leave it out, or name a user with a prompt, such as chat"
        )
    inner = user.user if isinstance(user, SteeredUser) else user
    before = user.controls if isinstance(user, SteeredUser) else ()
    return SteeredUser(inner, (*before, *rewriters))


def planned(
    controls: Sequence[Control], scenarios: Sequence[Scenario], seed: int
) -> tuple[Control, ...]:
    """The controls, those that can be planned with a plan over the scenarios."""
    return tuple(
        control.over(scenarios, seed) if scenarios and isinstance(control, Plannable) else control
        for control in controls
    )


def takes_guidance(user: UserSimulator) -> bool:
    """Whether controls reach the user by its prompt."""
    return (
        is_dataclass(user)
        and not isinstance(user, SteeredUser)
        and any(field.name == "controls" for field in fields(user))
    )

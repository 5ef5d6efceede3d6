"""Control: what steers a simulated user, per conversation and per turn, and is recorded."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from usergap.simulate.participant import END_TOKEN, Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Guidance:
    """What a control asks for.

    ``lines``: sentences for the prompt, in order. ``values``: the variables behind
    them (JSON values), recorded in the dialogue. ``prompt`` and ``persona``: what stands
    in the place of the user's own; the last control that names one wins. ``ends``: the
    user stops with this message, whether or not it says the end token itself.
    """

    lines: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    prompt: str | None = None
    persona: str | None = None
    ends: bool = False

    def system(self, prompt: str, conversation: Conversation) -> str:
        """A user's own prompt, or the one in its place, with persona and scenario filled in."""
        text = prompt if self.prompt is None else self.prompt
        persona = conversation.persona if self.persona is None else self.persona
        text = text.replace("{persona}", persona)
        return text.replace("{scenario}", conversation.scenario.text)

    def ended(self, said: str) -> str:
        """What was said, with the end token where the user stops with it."""
        return f"{said} {END_TOKEN}" if self.ends and END_TOKEN not in said else said


NOTHING = Guidance()


class Control(Protocol):
    """Steers a user by a variable of the session, of the turn, or both (RecLLM's v and v_i).

    A pure function of what it is given: the same conversation gives the same
    guidance again, also after a resume and at another draw of the same turn.
    ``settings`` (JSON values) holds all that changes it.
    """

    @property
    def name(self) -> str:
        """The name that its variables are recorded under."""

    @property
    def settings(self) -> Settings:
        """All that changes what it asks for."""

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """What holds for the whole conversation of ``scenario`` in the run of ``seed``."""

    def turn(self, conversation: Conversation) -> Guidance:
        """What holds for the user's next message only."""


def drawn(name: str, conversation: Conversation) -> random.Random:
    """The random numbers of a control's turn: the same at every attempt at the turn."""
    place = (conversation.run_seed, conversation.scenario.id, conversation.user_turns)
    return random.Random(":".join(map(str, (name, *place))))


def guidance(controls: Iterable[Control], conversation: Conversation) -> Guidance:
    """What all controls together ask for at the user's next message."""
    lines: list[str] = []
    values: dict[str, Any] = {}
    prompt = persona = None
    ends = False
    for control in controls:
        session = control.session(conversation.scenario, conversation.run_seed)
        for part in (session, control.turn(conversation)):
            lines += part.lines
            values |= {f"{control.name}.{key}": value for key, value in part.values.items()}
            prompt = part.prompt if part.prompt is not None else prompt
            persona = part.persona if part.persona is not None else persona
            ends = ends or part.ends
    return Guidance(tuple(lines), values, prompt, persona, ends)


def recorded(
    controls: Sequence[Control], scenario: Scenario, turns: Sequence[Conversation], seed: int
) -> dict[str, Any]:
    """The variables of a finished conversation, by control: of the session and of each turn.

    ``turns``: the conversation as it was before each user message, in order.
    """
    found: dict[str, Any] = {}
    for control in controls:
        session = dict(control.session(scenario, seed).values)
        each = [dict(control.turn(conversation).values) for conversation in turns]
        found[control.name] = {
            **({"session": session} if session else {}),
            **({"turns": each} if any(each) else {}),
        }
    return found


def states_of(user: Any, turns: Sequence[Conversation]) -> list[dict[str, Any]]:
    """What a user without a model had in mind at each turn; empty where it does not tell.

    ``turns``: as of ``recorded``. A user tells by ``states(turns)``, in JSON values.
    """
    tell = getattr(user, "states", None)
    return [] if tell is None else list(tell(turns))

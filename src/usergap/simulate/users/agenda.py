"""Agenda: a user without a model, with a goal and a stack of acts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from usergap.simulate.agenda.deriving import Wants, wants
from usergap.simulate.agenda.hearing import hear
from usergap.simulate.agenda.policy import Act, Kind, State, begin, pop, push
from usergap.simulate.agenda.wording import say
from usergap.simulate.kind import Kind as UserKind
from usergap.simulate.kind import Making, Spec
from usergap.simulate.participant import END_TOKEN, Conversation, Family, Phase, Settings


@dataclass(frozen=True)
class AgendaUser:
    """Tells the constraints of its goal, makes its requests, reacts to what it is told.

    The goal is the scenario's own, or derived from its sentence by rules. What it
    does depends on the run's seed, the scenario and the assistant's messages; the
    message's own seed chooses the wording only.
    """

    name: str = "agenda"
    version: str = "1"
    family: ClassVar[Family] = "rule"
    parents: ClassVar[tuple[str, ...]] = ()

    @property
    def settings(self) -> Settings:
        """Nothing but its kind: rules and templates come with the version."""
        return {"kind": "agenda"}

    async def reply(self, conversation: Conversation) -> str:
        """The acts of this turn in words, with the end token after a bye."""
        wanted = wants(conversation.scenario)
        _, acts = _turn(conversation, wanted)
        manner = random.Random(_place(conversation, "manner"))
        text = say(acts, wanted, random.Random(f"words:{conversation.seed}"), manner)
        return f"{text} {END_TOKEN}" if acts[-1].kind is Kind.BYE else text

    def states(self, turns: Sequence[Conversation]) -> list[dict[str, Any]]:
        """The acts of each turn, the request that waits and how many acts are left."""
        found: list[dict[str, Any]] = []
        for conversation in turns:
            wanted = wants(conversation.scenario)
            state, acts = _turn(conversation, wanted)
            row: dict[str, Any] = {"acts": [_shown(act) for act in acts]}
            if not found:
                told = [" ".join(filter(None, pair)) for pair in wanted.goal.constraints]
                asked = list(wanted.goal.requests)
                row["goal"] = {"task": wanted.task, "constraints": told, "requests": asked}
            waiting = None if state.waiting is None else state.waiting.what
            found.append({**row, "waiting": waiting, "left": len(state.agenda)})
        return found


def _turn(conversation: Conversation, wanted: Wants) -> tuple[State, tuple[Act, ...]]:
    """The agenda after this turn and the turn's acts: all turns again from the first."""
    state = begin(wanted, random.Random(_place(conversation, "begin")))
    before: list[str] = []  # the assistant's messages
    turn = 0
    rng = random.Random(_place(conversation, turn))
    for message in conversation.messages:
        if message.role == "user":
            state, _ = pop(state, rng, may_end=False)
        elif message.role == "assistant":
            turn += 1
            rng = random.Random(_place(conversation, turn))
            state = push(state, hear(message.content, before), wanted, rng)
            before.append(message.content)
    return pop(state, rng, may_end=conversation.phase is Phase.MAY_STOP)


def _place(conversation: Conversation, what: object) -> str:
    return f"agenda:{conversation.run_seed}:{conversation.scenario.id}:{what}"


def _shown(act: Act) -> dict[str, str]:
    return {key: value for key, value in asdict(act).items() if value}


async def _make(spec: Spec, making: Making) -> AgendaUser:  # noqa: ARG001 - needs no model
    return AgendaUser()


KIND = UserKind(
    name="agenda",
    argument="",
    options=(),
    summary="rules: a goal from the scenario, and a stack of acts; no model",
    make=_make,
)

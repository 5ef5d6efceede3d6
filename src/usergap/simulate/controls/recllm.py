"""RecLLM: a variable of the session and one of each turn, rendered into the prompt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import Guidance, drawn

Lines = Mapping[str, Mapping[str, str]]
"""The sentence for the prompt by variable and value."""
PROFILES: Lines = {
    "profile": {
        "novice": "You are new to this and know none of its words.",
        "student": "You are a student who has to hand something in soon.",
        "professional": "You do this for a living and need it for work.",
        "hobbyist": "You do this for fun in your free time.",
        "carer": "You ask on behalf of someone in your family.",
        "sceptic": "You do not believe that chatbots are any good.",
    }
}
INTENTS: Lines = {
    "intent": {
        "info_retrieval": "In this message you ask for one fact.",
        "info_discovery": "In this message you ask for suggestions or options to choose from.",
        "info_understanding": "In this message you ask why or how something is as it is.",
        "info_distillation": "In this message you ask for a summary of a text or of what was said.",
        "info_analysis": "In this message you ask for a judgement or a comparison.",
        "method_guidance": "In this message you ask how to do something, step by step.",
        "content_generation": "In this message you ask for a text or code to be written for you.",
        "content_modification": "In this message you ask for a text or code to be changed.",
        "system_management": "In this message you tell the chatbot how it should behave or answer.",
    }
}
"""One sentence for each intent that the intent annotator knows."""


@dataclass(frozen=True)
class RecLLM:
    """v is drawn for each conversation, v_i for each turn (Friedman et al., arXiv 2305.07961).

    ``render`` off: both are drawn and recorded but not told to the user, which shows what
    a score of controllability is by chance.
    """

    by_session: Lines = field(default_factory=lambda: PROFILES)
    by_turn: Lines = field(default_factory=lambda: INTENTS)
    render: bool = True
    name: str = "recllm"
    plans: Mapping[str, Variable] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Raises InputError without variables, and for one of fewer than two values."""
        if not self.by_session and not self.by_turn:
            raise InputError("recllm: expected a variable, found none")
        for name, lines in (*self.by_session.items(), *self.by_turn.items()):
            if len(lines) < 2:
                raise InputError(f"recllm: {name}: expected two values or more, found {len(lines)}")
        if both := set(self.by_session) & set(self.by_turn):
            raise InputError(f"recllm: {min(both)}: expected in session or turn, found in both")

    @property
    def settings(self) -> Settings:
        """Variables, values, sentences, and whether they are told."""
        session = {name: dict(lines) for name, lines in self.by_session.items()}
        turn = {name: dict(lines) for name, lines in self.by_turn.items()}
        return {"session": session, "turn": turn, "render": self.render}

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have."""
        return {name: tuple(lines) for name, lines in {**self.by_session, **self.by_turn}.items()}

    def over(self, scenarios: Sequence[Scenario], seed: int) -> RecLLM:
        """The same control, session variables spread evenly over the scenarios."""
        plans = {name: self._variable(name).over(scenarios, seed) for name in self.by_session}
        return replace(self, plans=plans)

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """v, the variables of the conversation."""
        found = {name: self._variable(name).of(scenario, seed) for name in self.by_session}
        return self._told(self.by_session, found)

    def turn(self, conversation: Conversation) -> Guidance:
        """v_i, the variables of the next message."""
        found = {
            name: drawn(f"{self.name}.{name}", conversation).choice(tuple(lines))
            for name, lines in self.by_turn.items()
        }
        return self._told(self.by_turn, found)

    def _told(self, lines: Lines, found: Mapping[str, str]) -> Guidance:
        told = tuple(lines[name][value] for name, value in found.items())
        return Guidance(told if self.render else (), found)

    def _variable(self, name: str) -> Variable:
        values = tuple(self.by_session[name])
        return self.plans.get(name) or Variable(f"{self.name}.{name}", values)


def parse_variables(text: str, place: str) -> tuple[Lines, Lines]:
    """Session and turn variables of a JSON file.

    ``{"session": {VARIABLE: {VALUE: SENTENCE}}, "turn": {…}}``; either may be missing.
    Raises InputError, naming ``place``.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{place}: expected one JSON object") from None
    if not isinstance(found, dict) or not set(found) <= {"session", "turn"}:
        raise InputError(f"{place}: expected an object with session and turn")
    for part, variables in found.items():
        if not isinstance(variables, dict):
            raise InputError(f"{place}: {part}: expected variables, found {safe_repr(variables)}")
        for name, lines in variables.items():
            if not isinstance(lines, dict) or not all(
                isinstance(line, str) and line.strip() for line in lines.values()
            ):
                raise InputError(f"{place}: {part}: {name}: expected a sentence for each value")
    return found.get("session", {}), found.get("turn", {})


async def _make(spec: Spec, making: Making) -> RecLLM:  # noqa: ARG001 - needs no model
    render = spec.flag("render", default=True)
    if not spec.argument:
        return RecLLM(render=render)
    variables = parse_variables(read_text(spec.argument, "recllm"), spec.argument)
    return RecLLM(*variables, render=render)


KIND = Kind(
    name="recllm",
    argument="[FILE]",
    options=("render",),
    summary="a profile for each conversation and an intent for each turn (render=no: by chance)",
    make=_make,
)

"""Friction: a user who hedges, digresses, holds back or gives up, with the same goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from usergap.errors import InputError
from usergap.simulate.friction.goal import content_words
from usergap.simulate.friction.operators import OPERATORS, Operator
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.control import NOTHING, Guidance, drawn

RATE = 0.1
KEEP = "What you want stays the same."
NAMES = tuple(operator.name for operator in OPERATORS)


@dataclass(frozen=True)
class Friction:
    """Each operator happens at each turn where it can with its own probability.

    ``rates``: probability by operator, 0 where not named. Its lines and rules never change
    the scenario; a rule keeps all content words of the scenario that are in the text.
    """

    rates: Mapping[str, float]
    name: str = "friction"

    def __post_init__(self) -> None:
        """Raises InputError for an operator that there is not and for no probability."""
        for name, rate in self.rates.items():
            if name not in NAMES:
                raise InputError(f"friction: expected one of {', '.join(NAMES)}; found {name!r}")
            if not 0 <= rate <= 1:
                raise InputError(f"friction: {name}: expected a rate from 0 to 1, found {rate}")

    @property
    def settings(self) -> Settings:
        """The rates, and the lines and names that there are."""
        return {
            "rates": {name: float(self.rates.get(name, 0.0)) for name in NAMES},
            "lines": [operator.line for operator in OPERATORS],
        }

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have."""
        return {"operators": tuple(name for name in NAMES if self.rates.get(name))}

    def session(self, scenario: Scenario, seed: int) -> Guidance:  # noqa: ARG002 - by turn only
        """Nothing: friction comes by the turn."""
        return NOTHING

    def turn(self, conversation: Conversation) -> Guidance:
        """The operators of the next message."""
        found = self._found(conversation)
        return Guidance(
            lines=(*(operator.line for operator in found), KEEP) if found else (),
            values={"operators": [operator.name for operator in found]},
            ends=any(operator.ends for operator in found),
        )

    def rewrite(self, text: str, conversation: Conversation) -> str:
        """The text with the same operators by rule."""
        goal = content_words(conversation.scenario.text)
        for operator in self._found(conversation):
            rng = drawn(f"{self.name}.{operator.name}.rule", conversation)
            text = operator.rule(text, rng, goal)
        return text

    def _found(self, conversation: Conversation) -> list[Operator]:
        return [
            operator
            for operator in OPERATORS
            if drawn(f"{self.name}.{operator.name}", conversation).random()
            < self.rates.get(operator.name, 0.0)
            and operator.possible(conversation)
        ]


async def _make(spec: Spec, making: Making) -> Friction:  # noqa: ARG001 - needs no model
    try:
        rest = float(spec.argument) if spec.argument else (0.0 if spec.options else RATE)
    except ValueError:
        raise InputError(f"friction: expected a rate, found {spec.argument!r}") from None
    rates = {name: spec.number(name, rest) for name in NAMES}
    return Friction({name: rate for name, rate in rates.items() if rate is not None})


KIND = Kind(
    name="friction",
    argument="[RATE]",
    options=NAMES,
    summary=f"operators that keep the goal, each at its own rate a turn (default: all {RATE})",
    make=_make,
)

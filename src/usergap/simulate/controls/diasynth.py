"""DiaSynth: personality and eleven characteristics of the context (arXiv 2409.19020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from usergap.errors import InputError
from usergap.simulate.controls.big_five import LINES as PERSONALITY
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS, OPENING, TITLES
from usergap.simulate.diasynth.plan import Layers, Plan, Planned, coverage_plan, parse_plan
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance

NAME = "diasynth"


@dataclass(frozen=True)
class DiaSynth:
    """The layers that steer a user; those that make scenarios are ``diasynth.making``.

    ``plan``: what each scenario gets. ``given``: it comes from a file, with its layers
    and reasons, and a scenario that it does not name is an error.
    """

    layers: Layers = field(default_factory=Layers)
    plan: Plan | None = None
    given: bool = False
    name: str = NAME

    def __post_init__(self) -> None:
        """Raises InputError where no layer is on."""
        if not self.layers.variables:
            raise InputError("diasynth: expected personality or context on, found both off")

    @property
    def settings(self) -> Settings:
        """Layers, values and sentences; of a plan from a file all of it."""
        told: dict[str, object] = {
            "layers": {"personality": self.layers.personality, "context": self.layers.context},
            "variables": {name: list(values) for name, values in self.values.items()},
            "lines": [OPENING, dict(TITLES), {k: dict(v) for k, v in PERSONALITY.items()}],
        }
        if self.given and self.plan is not None:
            told["plan"] = {
                each: [dict(planned.values), dict(planned.reasons)]
                for each, planned in sorted(self.plan.scenarios.items())
            }
        return told

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have."""
        return self.layers.variables

    def over(self, scenarios: Sequence[Scenario], seed: int) -> DiaSynth:
        """The same control with a coverage plan; a plan from a file stays as it is.

        Raises InputError for a scenario that a plan from a file does not name.
        """
        ids = [scenario.id for scenario in scenarios]
        if not self.given:
            return replace(self, plan=coverage_plan(ids, self.layers, seed))
        for each in ids:
            if self.plan is None or each not in self.plan.scenarios:
                raise InputError(f"diasynth: scenario {each!r}: expected it in the plan's file")
        return self

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The personality and the eleven points of the conversation."""
        planned = self._planned(scenario, seed)
        lines = [
            PERSONALITY[name][level]
            for name, level in planned.values.items()
            if name in PERSONALITY
        ]
        points = [name for name in planned.values if name in CHARACTERISTICS]
        lines += [OPENING] if points else []
        lines += [_point(n, name, planned) for n, name in enumerate(points, 1)]
        return Guidance(tuple(lines), dict(planned.values))

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING

    def _planned(self, scenario: Scenario, seed: int) -> Planned:
        if self.plan is not None and (found := self.plan.scenarios.get(scenario.id)):
            return found
        drawn = {
            name: Variable(f"{NAME}.{name}", values).of(scenario, seed)
            for name, values in self.values.items()
        }
        return Planned(drawn)


def _point(number: int, name: str, planned: Planned) -> str:
    reason = planned.reasons.get(name)
    told = f"{number}. {TITLES[name]}: {planned.values[name]}."
    return f"{told} {reason}" if reason else told


async def _make(spec: Spec, making: Making) -> DiaSynth:  # noqa: ARG001 - needs no model
    if not spec.argument:
        personality = spec.flag("personality", default=True)
        return DiaSynth(Layers(personality=personality, context=spec.flag("context", default=True)))
    if spec.options:
        raise InputError(
            "diasynth: expected a plan's file or layers, found both: a plan has its own"
        )
    plan = parse_plan(read_text(spec.argument, NAME), spec.argument)
    return DiaSynth(plan.layers, plan, given=True)


KIND = Kind(
    name=NAME,
    argument="[PLAN]",
    options=("personality", "context"),
    summary="Big Five and eleven characteristics of the context, evenly; each layer can be off",
    make=_make,
)

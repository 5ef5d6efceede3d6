"""Prompts: many system prompts, one for each conversation, so that no wording rules the set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from usergap.errors import InputError
from usergap.simulate.diasynth.rouge import rouge_l
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance
from usergap.simulate.steering.prompt_set import PROMPTS

_RULE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Prompts:
    """System prompts that hold ``{scenario}`` and may hold ``{persona}``."""

    prompts: tuple[str, ...] = PROMPTS
    name: str = "prompts"
    choice: Variable | None = None

    def __post_init__(self) -> None:
        """Raises InputError for an empty set, a prompt given twice or without a scenario."""
        if not self.prompts:
            raise InputError("prompts: expected one or more, found none")
        for number, prompt in enumerate(self.prompts, 1):
            if "{scenario}" not in prompt:
                raise InputError(f"prompts: prompt {number}: expected {{scenario}} in it")
        if len(set(self.prompts)) < len(self.prompts):
            raise InputError("prompts: expected prompts that differ, found one twice")

    @property
    def settings(self) -> Settings:
        """The prompts."""
        return {"prompts": list(self.prompts)}

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have: the prompts' numbers."""
        return {"prompt": tuple(map(str, range(1, len(self.prompts) + 1)))}

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Prompts:
        """The same prompts, spread evenly over the scenarios."""
        return replace(self, choice=self._choice().over(scenarios, seed))

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The prompt of the conversation."""
        number = self._choice().of(scenario, seed)
        return Guidance(values={"prompt": number}, prompt=self.prompts[int(number) - 1])

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING

    def _choice(self) -> Variable:
        return self.choice or Variable(f"{self.name}.prompt", self.values["prompt"])


def split_prompts(text: str) -> tuple[str, ...]:
    """The prompts of a file: lines of three or more dashes stand between them."""
    parts = (part.strip() for part in _RULE.split(text.removeprefix("\ufeff")))
    return tuple(part for part in parts if part)


def wording_diversity(prompts: Sequence[str]) -> float | None:
    """Mean of 1 - ROUGE-L F over all pairs of prompts, 0 to 1; None for fewer than two."""
    pairs = [
        1 - rouge_l(one, other)
        for place, one in enumerate(prompts)
        for other in prompts[place + 1 :]
    ]
    return sum(pairs) / len(pairs) if pairs else None


async def _make(spec: Spec, making: Making) -> Prompts:  # noqa: ARG001 - needs no model
    if not spec.argument:
        return Prompts()
    return Prompts(split_prompts(read_text(spec.argument, "prompts")))


KIND = Kind(
    name="prompts",
    argument="[FILE]",
    options=(),
    summary=f"one of many system prompts for each conversation ({len(PROMPTS)} are shipped)",
    make=_make,
)

"""Allotment: which value of a variable each conversation gets, evenly and by seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from usergap.simulate.scenarios.scenario import Scenario


def allotted(name: str, values: Sequence[str], ids: Sequence[str], seed: int) -> dict[str, str]:
    """A value for each id, such that no value has two ids more than another.

    Depends on seed, ``name`` and the set of ids, not on their order. Variables of other
    names are shuffled on their own: the columns of a Latin hypercube sample (McKay,
    Beckman and Conover 1979), each even, with pairs of values as chance has them.
    """
    rng = random.Random(f"{name}:{seed}")
    order, ring = sorted(set(ids)), list(values)
    rng.shuffle(order)
    rng.shuffle(ring)
    return {each: ring[place % len(ring)] for place, each in enumerate(order)}


@dataclass(frozen=True)
class Variable:
    """A variable of a conversation: drawn by seed until a plan gives it to each scenario."""

    name: str
    values: tuple[str, ...]
    plan: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, scenario: Scenario, seed: int) -> str:
        """The value in the conversation of ``scenario`` in the run of ``seed``."""
        if (value := self.plan.get(scenario.id)) is not None:
            return value
        return random.Random(f"{self.name}:{seed}:{scenario.id}").choice(self.values)

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Variable:
        """The same variable, spread evenly over ``scenarios``."""
        ids = [scenario.id for scenario in scenarios]
        return replace(self, plan=allotted(self.name, self.values, ids, seed))

"""User type: what kind of user someone is, one for each conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance
from usergap.simulate.steering.user_types import TYPES


@dataclass(frozen=True)
class UserType:
    """One type of ``types`` for each conversation, told in the prompt and recorded."""

    types: tuple[str, ...] = tuple(TYPES)
    name: str = "type"
    choice: Variable | None = None

    def __post_init__(self) -> None:
        """Raises InputError for a type that is not known, given twice, or none at all."""
        unknown = [each for each in self.types if each not in TYPES]
        if unknown or not self.types or len(set(self.types)) < len(self.types):
            found = unknown[0] if unknown else "+".join(self.types) or "none"
            raise InputError(f"type: expected one or more of {', '.join(TYPES)}; found {found}")

    @property
    def settings(self) -> Settings:
        """The types and what they are told."""
        return {"types": {each: TYPES[each] for each in self.types}}

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variable can have."""
        return {"type": self.types}

    def over(self, scenarios: Sequence[Scenario], seed: int) -> UserType:
        """The same types, spread evenly over the scenarios."""
        return replace(self, choice=self._choice().over(scenarios, seed))

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The conversation's type."""
        chosen = self._choice().of(scenario, seed)
        return Guidance((TYPES[chosen],), {"type": chosen})

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING

    def _choice(self) -> Variable:
        return self.choice or Variable(f"{self.name}.type", self.types)


async def _make(spec: Spec, making: Making) -> UserType:  # noqa: ARG001 - needs no model
    if not spec.argument:
        return UserType()
    return UserType(tuple(each.strip() for each in spec.argument.split("+")))


KIND = Kind(
    name="type",
    argument="[TYPE+TYPE…]",
    options=(),
    summary=f"a type of user for each conversation: {', '.join(TYPES)} (all if none is named)",
    make=_make,
)

"""Trait steering: levels of traits, as a sentence each in the user's prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from usergap.errors import InputError
from usergap.simulate.friction.goal import content_words
from usergap.simulate.friction.rewriting import Rule
from usergap.simulate.kind import Spec
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance, drawn

LEVELS = ("low", "high")
VARY, OFF = "vary", "no"
Lines = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class TraitSteering:
    """Each trait at a level for the whole conversation, or varied over conversations.

    ``lines``: sentence by trait and level. ``levels``: ``low``, ``high`` or ``vary`` for
    each trait that is steered.
    """

    name: str
    lines: Lines = field(repr=False)
    levels: Mapping[str, str]
    plans: Mapping[str, Variable] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Raises InputError for traits and levels that there are not."""
        for trait, level in self.levels.items():
            if trait not in self.lines:
                raise InputError(
                    f"{self.name}: expected one of {', '.join(self.lines)}; found {trait!r}"
                )
            if level not in (*LEVELS, VARY):
                raise InputError(
                    f"{self.name}: {trait}: expected low, high, vary or no; found {level!r}"
                )
        if not self.levels:
            raise InputError(f"{self.name}: expected a trait to steer, found none")

    @property
    def settings(self) -> Settings:
        """The levels and their sentences."""
        told = {trait: dict(self.lines[trait]) for trait in self.levels}
        return {"levels": dict(self.levels), "lines": told}

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have."""
        return {
            trait: LEVELS if level == VARY else (level,) for trait, level in self.levels.items()
        }

    def over(self, scenarios: Sequence[Scenario], seed: int) -> TraitSteering:
        """The same steering, varied traits spread evenly over the scenarios."""
        plans = {
            trait: self._variable(trait).over(scenarios, seed)
            for trait, level in self.levels.items()
            if level == VARY
        }
        return replace(self, plans=plans)

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The sentence of each trait's level."""
        found = self.found(scenario, seed)
        return Guidance(tuple(self.lines[trait][level] for trait, level in found.items()), found)

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING

    def found(self, scenario: Scenario, seed: int) -> dict[str, str]:
        """The level of each trait in one conversation."""
        return {
            trait: self._variable(trait).of(scenario, seed) if level == VARY else level
            for trait, level in self.levels.items()
        }

    def _variable(self, trait: str) -> Variable:
        return self.plans.get(trait) or Variable(f"{self.name}.{trait}", LEVELS)


@dataclass(frozen=True)
class RuledTraits(TraitSteering):
    """Traits that can be put into a text too, by a rule for each at ``rate`` a turn.

    A trait that is low leaves the text as it is.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict, repr=False)
    rate: float = 0.5

    @property
    def settings(self) -> Settings:
        """The levels, their sentences and the rate of the rules."""
        return {**super().settings, "rate": self.rate}

    def rewrite(self, text: str, conversation: Conversation) -> str:
        """The text with the rules of the traits that are high."""
        goal = content_words(conversation.scenario.text)
        for trait, level in self.found(conversation.scenario, conversation.run_seed).items():
            rng = drawn(f"{self.name}.{trait}.rule", conversation)
            if level == "high" and rng.random() < self.rate:
                text = self.rules[trait](text, rng, goal)
        return text


def asked_levels(spec: Spec, traits: Sequence[str]) -> dict[str, str]:
    """The levels that a SPEC's options ask for; without any, every trait varies."""
    if not spec.options:
        return dict.fromkeys(traits, VARY)
    return {trait: level for trait, level in spec.options.items() if level != OFF}

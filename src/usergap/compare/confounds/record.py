"""The record of a confound: what else could have made the gap, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Effect:
    """What one confound does to one headline row; distances are raw, in the row's unit.

    ``before, floor_before`` are the row's own; ``after, floor_after`` the same once
    the confound is taken out; ``change`` is after minus before. A smaller sample lies
    further away by chance: by the difference of the floors where there is no gap, by
    nothing where the gap is wide. ``low, high`` allow for both ends: 95 % for all
    measures of the confound together. Below 0: the confound had made part of the
    gap; above 0: it had hidden part of it.
    """

    measure: str
    distance: str
    before: float
    after: float
    floor_before: float
    floor_after: float
    change: float
    low: float
    high: float

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval of the change leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Confound:
    """One other explanation of a simulator's gaps, and what is left without it.

    ``id`` names the kind (turn_cap, first_turns, later_turns, turn_position,
    assistant_model, source, short_text, duplicates, seen_turns, shared_text),
    ``stratum`` the group of dialogues where a kind has several. ``real`` and
    ``simulated`` count the dialogues that it concerns, ``n_real`` and
    ``n_simulated`` all that are compared, ``left_real`` and ``left_simulated`` those
    that are still compared without the confound. ``effects`` is empty where nothing was
    found or nothing can be done; ``sentence`` says which, ``left_out`` the
    measures that cannot be looked at and why.
    """

    id: str
    title: str
    simulator: str
    stratum: str | None
    real: int
    simulated: int
    n_real: int
    n_simulated: int
    left_real: int
    left_simulated: int
    sentence: str
    effects: tuple[Effect, ...] = ()
    left_out: str = ""

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Confound:
        """The record from its JSON-safe form."""
        effects = tuple(Effect(**entry) for entry in found["effects"])
        return cls(**{**found, "effects": effects})

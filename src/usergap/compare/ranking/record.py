"""The records of a ranking: scores with their components, ranks with their uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Component:
    """One measure's part of a score: raw distance, its floor, and (value - floor) / unit."""

    measure: str
    distance: str
    value: float
    floor: float
    unit: float
    excess: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One simulator: its score (mean of the components' ``excess``) and where it may stand.

    ``median`` is that of the components: one measure cannot carry it alone, as it can the
    mean where its unit is small for the talk at hand (None in files of older versions).
    ``low, high`` are the score's pointwise 95 % interval; ``best, worst`` the
    ranks that it may have: simultaneous for all simulators. 1 = nearest to real users.
    """

    simulator: str
    score: float
    low: float
    high: float
    rank: int
    best: int
    worst: int
    n: int
    components: tuple[Component, ...]
    median: float | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """Score of ``one`` minus score of ``two``, with a simultaneous interval and adjusted p."""

    one: str
    two: str
    difference: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Simulators against the same real dialogues, nearest first.

    ``measures`` are those in the score; ``left_out`` {measure: why} the others.
    ``unit`` says what a component counts: "margin" (given margins, else the
    yardstick's distance as it was measured)
    or "floor95" (the floor's 95 % point, where no margin is known). ``ties`` are the
    largest sets of simulators among which no two can be told apart; a simulator may
    be in several.
    """

    paired: bool
    n_real: int
    unit: str
    measures: tuple[str, ...]
    left_out: Mapping[str, str]
    simulators: tuple[Ranked, ...]
    between: tuple[Between, ...]
    ties: tuple[tuple[str, ...], ...]
    note: str
    sentence: str

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Ranking:
        """The record from its JSON-safe form."""
        ranked = [
            Ranked(**{**entry, "components": tuple(Component(**x) for x in entry["components"])})
            for entry in found["simulators"]
        ]
        lists: dict[str, Any] = {
            "measures": tuple(found["measures"]),
            "simulators": tuple(ranked),
            "between": tuple(Between(**entry) for entry in found["between"]),
            "ties": tuple(tuple(names) for names in found["ties"]),
        }
        return cls(**{**found, **lists})

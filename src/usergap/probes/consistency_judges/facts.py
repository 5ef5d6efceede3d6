"""A fact that somebody states about themselves, as the set of worlds that it allows.

Two facts contradict each other if they are about the same thing and no world allows both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MANY = math.inf


@dataclass(frozen=True, slots=True)
class Range:
    """A number between ``low`` and ``high``, both included."""

    low: float
    high: float

    def excludes(self, other: object) -> bool:
        """Whether no number lies in both."""
        return isinstance(other, Range) and (self.high < other.low or other.high < self.low)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values."""

    values: frozenset[str]

    def excludes(self, other: object) -> bool:
        """Whether they share no value."""
        return isinstance(other, OneOf) and not self.values & other.values


@dataclass(frozen=True, slots=True)
class Place:
    """Places from the widest to the narrowest, ("usa", "ohio", "dayton"), in any reading."""

    readings: frozenset[tuple[str, ...]]

    def excludes(self, other: object) -> bool:
        """Whether in no reading one place lies in the other."""
        return isinstance(other, Place) and not any(
            one[: len(two)] == two[: len(one)] for one in self.readings for two in other.readings
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """``kind`` is one of ``KINDS``; facts of one ``topic`` can be compared."""

    kind: str
    topic: str
    worlds: Range | OneOf | Place

    def contradicts(self, other: Fact) -> bool:
        """Whether both cannot be true."""
        return self.topic == other.topic and self.worlds.excludes(other.worlds)


def one_of(kind: str, topic: str, *values: str) -> Fact:
    """A fact with one of these values."""
    return Fact(kind, topic, OneOf(frozenset(values)))


def polar(kind: str, topic: str, positive: bool) -> Fact:
    """A fact that is so or is not so."""
    return one_of(kind, f"{kind}:{topic}", "yes" if positive else "no")

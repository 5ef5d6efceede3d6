"""Margins: how far apart two groups of real people are, measure by measure.

A margin is fixed in the measure's unit and never derived from the floor at hand.
The default is the shipped distance between WildChat and LMSYS users, without what
chance adds to it (see ``yardstick``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from usergap.compare.verdicts import ALPHA
from usergap.errors import InputError
from usergap.profiles import Yardstick, shipped_yardsticks


@dataclass(frozen=True, slots=True)
class Margin:
    """One measure's margin on both scales: of labels as given, and of corrected ones.

    ``unit`` is what a ranking counts in: a given margin, else the yardstick's distance as
    it was measured (a unit only weighs measures; one near 0 would let its measure
    outweigh all others). ``doubtful`` (raw, corrected): the yardstick's distance may be
    chance.
    """

    raw: float
    corrected: float | None
    unit: float
    doubtful: tuple[bool, bool] = (False, False)

    @classmethod
    def given(cls, value: float) -> Margin:
        """A margin set by hand counts for the distance that is reported."""
        return cls(value, value, value)

    @classmethod
    def of(cls, found: Yardstick) -> Margin:
        """A yardstick's."""
        raw, corrected = found.raw, found.corrected
        return cls(
            raw=raw.margin,
            corrected=None if corrected is None else corrected.margin,
            unit=raw.measured,
            doubtful=(raw.p >= ALPHA, corrected is not None and corrected.p >= ALPHA),
        )

    def on(self, *, corrected: bool) -> tuple[float | None, bool]:
        """The margin on one of the scales, and whether it is doubtful."""
        return (self.corrected if corrected else self.raw), self.doubtful[corrected]


def default_limits() -> Mapping[str, Margin]:
    """The human-human yardstick that comes with the package; empty where it is missing."""
    try:
        return {name: Margin.of(each) for name, each in shipped_yardsticks().items()}
    except FileNotFoundError:
        return {}


def default_margins() -> Mapping[str, float]:
    """The shipped margins for labels as given."""
    return {name: each.raw for name, each in default_limits().items()}


def checked(margins: Mapping[str, float], measures: Mapping[str, object]) -> Mapping[str, float]:
    """The margins as given, or InputError: a known measure and a number above 0."""
    for name, value in margins.items():
        if name not in measures:
            raise InputError(f"margins: expected a measure ({', '.join(measures)}), found {name!r}")
        if not value > 0:
            raise InputError(f"margins: {name}: expected a number above 0, found {value!r}")
    return margins

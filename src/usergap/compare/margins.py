"""Margins: how far apart two groups of real people are, measure by measure.

A margin is fixed in the measure's unit and never derived from the floor at hand.
The default is the shipped distance between WildChat and LMSYS users.
"""

from __future__ import annotations

from collections.abc import Mapping

from usergap.errors import InputError
from usergap.profiles import shipped_margins


def default_margins() -> Mapping[str, float]:
    """The human-human yardstick that comes with the package; empty where it is missing."""
    try:
        return shipped_margins()
    except FileNotFoundError:
        return {}


def checked(margins: Mapping[str, float], measures: Mapping[str, object]) -> Mapping[str, float]:
    """The margins as given, or InputError: a known measure and a number above 0."""
    for name, value in margins.items():
        if name not in measures:
            raise InputError(f"margins: expected a measure ({', '.join(measures)}), found {name!r}")
        if not value > 0:
            raise InputError(f"margins: {name}: expected a number above 0, found {value!r}")
    return margins

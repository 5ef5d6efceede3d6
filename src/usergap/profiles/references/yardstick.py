"""What is known of a distance between two crowds of real people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two crowds are apart on one scale: of labels as given, or of true ones.

    ``margin`` is ``measured`` with what chance adds taken off, ``floor`` the mean distance
    of two samples of one of the crowds, ``low, high`` the 95 % interval. From ``p`` = .05 on
    the measured distance may be chance, and the true one 0.
    """

    margin: float
    measured: float
    floor: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Yardstick:
    """One measure's distance between two crowds of real people, in the measure's unit.

    ``corrected``: on the scale of the labels that the annotator's card was made with; from
    such labels where there are some, else corrected by the card. None without a card.
    """

    raw: Apart
    corrected: Apart | None = None

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Yardstick:
        """The record from its JSON form."""
        corrected = found["corrected"]
        return cls(Apart(**found["raw"]), corrected and Apart(**corrected))

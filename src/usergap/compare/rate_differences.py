"""How far two sides' rates of a label differ, with intervals that hold for all labels at once.

A headline names the label that differs most, picked after the fact: an interval that
holds for one label fixed beforehand is too narrow for it. So each end has an error
of .025 / k for k labels (Bonferroni 1936). The ends come from those of the two rates
(the square-and-add method of Zou and Donner 2008; Newcombe 1998), stretched from 95 %
by the ratio of normal quantiles: the row alone is needed, corrected rates bring the card's
doubt with them, and pairs, whose errors agree in part, get intervals that are too wide
rather than too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from statistics import NormalDist
from typing import Any

from usergap.compare.comparison import Row

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class RateDifference:
    """Simulated minus real rate of one label, and its ends; all from -1 to 1."""

    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def rates(side: Mapping[str, Any]) -> Mapping[str, float]:
    """The corrected rates of a side where there are any, else the raw ones."""
    found: Mapping[str, float] = side.get(_kind(side)) or {}
    return found


def rate_differences(row: Row) -> dict[str, RateDifference]:
    """Every label whose rates and ends both sides bring."""
    ends = [_ends(row.real, row.n_real), _ends(row.simulated, row.n_simulated)]
    found = {}
    for label in ends[0].keys() & ends[1].keys():
        (one, low, high), (other, lower, higher) = (side[label] for side in ends)
        value = other - one
        found[label] = RateDifference(
            value,
            max(-1.0, value - hypot(other - lower, high - one)),
            min(1.0, value + hypot(higher - other, one - low)),
        )
    return found


def _kind(side: Mapping[str, Any]) -> str:
    return "corrected_rates" if side.get("corrected_rates") else "rates"


def _ends(side: Mapping[str, Any], dialogues: int) -> dict[str, tuple[float, float, float]]:
    """{label: rate, low, high}, each end with an error of .025 / k."""
    name = _kind(side)
    rate, low, high = (side.get(f"{name}{end}") or {} for end in ("", "_low", "_high"))
    labels = [x for x in rate if x in low and x in high]
    error = (1 - LEVEL) / 2 / max(len(labels), 1)
    stretch = NormalDist().inv_cdf(1 - error) / NormalDist().inv_cdf((1 + LEVEL) / 2)
    # A label that none of n dialogues shows may still be in this share of them (Clopper and
    # Pearson 1934); resampling zeros, or ones, shows no error.
    unseen = 1 - error ** (1 / max(dialogues, 1))
    found = {}
    for label in labels:
        value = rate[label]
        below = stretch * (value - low[label]) if value < 1 else max(unseen, value - low[label])
        above = stretch * (high[label] - value) if value > 0 else max(unseen, high[label])
        found[label] = value, max(0.0, value - below), min(1.0, value + above)
    return found

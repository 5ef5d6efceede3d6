"""Real against simulated in a few characters: the numbers beside a distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from usergap.compare import Row
from usergap.report.numbers import percent, significant
from usergap.report.wording import label_for, words_for

QUANTILES = ("q05", "q25", "median", "q75", "q95")
NUMBERS = ("mean", "sd", *QUANTILES)

BACKGROUND = frozenset({"none", "no_feedback", "neutral"})
"""Labels that say that nothing was seen: contrasted only for want of others."""


@dataclass(frozen=True)
class Contrast:
    """What is contrasted ("explicit praise", "mean words"), and both values as text."""

    what: str
    real: str
    simulated: str


def rates(side: Mapping[str, Any]) -> dict[str, float]:
    """Rates of labels (corrected where they are, else raw, else shares), known ones only."""
    for name in ("corrected_rates", "rates", "shares"):
        if side.get(name):
            return known(side[name])
    return {}


def known(table: Mapping[str, Any]) -> dict[str, float]:
    """The entries that are finite numbers."""
    return {
        name: float(value)
        for name, value in table.items()
        if isinstance(value, int | float) and isfinite(value)
    }


def contrast(row: Row) -> Contrast | None:
    """The mean of a number, or the rate of the label that differs most; None without."""
    real, simulated = rates(row.real), rates(row.simulated)
    shared = [label for label in real if label in simulated]
    if shared:
        telling = [label for label in shared if label not in BACKGROUND] or shared
        worst = max(telling, key=lambda label: abs(real[label] - simulated[label]))
        return Contrast(label_for(worst), percent(real[worst]), percent(simulated[worst]))
    numbers = known(row.real), known(row.simulated)
    if "mean" in numbers[0] and "mean" in numbers[1]:
        unit = words_for(row.measure).unit
        means = significant(numbers[0]["mean"]), significant(numbers[1]["mean"])
        return Contrast(f"mean {unit}".strip(), *means)
    return None


def beside(side: Mapping[str, Any]) -> list[str]:
    """Names of further numbers that a row carries beside the compared ones."""
    return list(known(side.get("beside") or {}))

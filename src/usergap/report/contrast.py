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
    """The rate of the label that differs most, or the mean of a number; None without.

    Where the means explain less than half of a number's distance, the range that
    holds 9 in 10 dialogues speaks instead: there it is the spread that differs.
    """
    real, simulated = rates(row.real), rates(row.simulated)
    shared = [label for label in real if label in simulated]
    if shared:
        telling = [label for label in shared if label not in BACKGROUND] or shared
        worst = max(telling, key=lambda label: abs(real[label] - simulated[label]))
        return Contrast(label_for(worst), percent(real[worst]), percent(simulated[worst]))
    numbers = known(row.real), known(row.simulated)
    if "mean" in numbers[0] and "mean" in numbers[1]:
        unit = words_for(row.measure).unit
        if _same_centre(row, *numbers):
            ranges = (f"{significant(n['q05'])}–{significant(n['q95'])}" for n in numbers)
            return Contrast(f"{unit}, 9 in 10".strip(", "), *ranges)
        means = significant(numbers[0]["mean"]), significant(numbers[1]["mean"])
        return Contrast(f"mean {unit}".strip(), *means)
    return None


def _same_centre(row: Row, real: Mapping[str, float], simulated: Mapping[str, float]) -> bool:
    """Whether the means say too little: they explain under half of the distance."""
    if not {"q05", "q95"} <= real.keys() & simulated.keys() or row.reported is None:
        return False
    return abs(real["mean"] - simulated["mean"]) < row.reported / 2


def beside(side: Mapping[str, Any]) -> list[str]:
    """Names of further numbers that a row carries beside the compared ones."""
    return list(known(side.get("beside") or {}))

"""Limits: a number with its interval against a bound, with three honest answers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from usergap.ledger.gate.outcome import State

BY = ("interval", "value", "lower", "upper")


@dataclass(frozen=True, slots=True)
class Number:
    """An estimate and its 95 % interval, in one unit; None where undefined.

    Raises ValueError for what is no finite number: a NaN compares false with every limit.
    """

    value: float | None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        for x in (self.value, self.low, self.high):
            if x is None:
                continue
            if isinstance(x, bool) or not isinstance(x, int | float) or not math.isfinite(x):
                raise ValueError(f"{x!r} for a finite number")

    def __str__(self) -> str:
        if self.value is None:
            return "undefined"
        if self.low is None or self.high is None:
            return f"{self.value:.4g}"
        return f"{self.value:.4g} (95 % {self.low:.4g} to {self.high:.4g})"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a number must not go beyond; a number that equals its limit keeps it.

    ``by`` "interval": kept where the whole interval keeps it, broken where the whole interval
    breaks it, else one cannot tell. "value", "lower" and "upper": that number alone.
    """

    at_most: float | None = None
    at_least: float | None = None
    by: str = "interval"

    def __str__(self) -> str:
        bounds = [
            f"{word} {bound:g}"
            for word, bound in (("at least", self.at_least), ("at most", self.at_most))
            if bound is not None
        ]
        return " and ".join(bounds) + ("" if self.by == "interval" else f" by its {self.by}")

    def judge(self, number: Number) -> State:
        """Whether a number keeps the limit."""
        ends = {
            "interval": (number.low, number.high),
            "value": (number.value, number.value),
            "lower": (number.low, number.low),
            "upper": (number.high, number.high),
        }
        low, high = ends[self.by]
        if low is None or high is None:
            return State.UNDEFINED
        if self._keeps(low) and self._keeps(high):
            return State.PASS
        below = self.at_least is not None and high < self.at_least
        above = self.at_most is not None and low > self.at_most
        return State.FAIL if below or above else State.CANNOT_TELL

    def _keeps(self, x: float) -> bool:
        return (self.at_most is None or x <= self.at_most) and (
            self.at_least is None or x >= self.at_least
        )

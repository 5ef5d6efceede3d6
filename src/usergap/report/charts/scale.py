"""From values to positions: a linear scale from 0 (or below) with round ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, isfinite, log10


@dataclass(frozen=True)
class Scale:
    """A linear scale; ``place`` gives percent of the width, kept inside 0 to 100."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value lies, in percent."""
        return min(100.0, max(0.0, 100 * (value - self.low) / (self.high - self.low)))

    def ticks(self, about: int = 4) -> list[float]:
        """Round numbers inside the scale, about as many as asked for."""
        raw = (self.high - self.low) / about
        power = 10.0 ** floor(log10(raw))
        step = next(power * s for s in (1, 2, 5, 10) if power * s >= raw * 0.999)
        first = int(-(-self.low // step))
        return [round(i * step, 12) for i in range(first, int(self.high / step + 1e-9) + 1)]


def scale_for(values: Iterable[float | None], room: float = 1.04) -> Scale:
    """A scale that holds 0 and every known value, with a little room at the end."""
    known = [value for value in values if value is not None and isfinite(value)]
    high, low = max([0.0, *known]), min([0.0, *known])
    if high == low:
        return Scale(0.0, 1.0)
    return Scale(low * room, high * room)

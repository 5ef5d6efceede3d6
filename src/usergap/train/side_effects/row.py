"""A row before it is known whether it was rewarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from usergap.annotators.validation.agreement_intervals import Estimate

ALPHA = 0.05


@dataclass(frozen=True)
class Row:
    """``source``: the measure or probe that it is from; ``fields``: those of an ``Effect``."""

    source: str
    fields: dict[str, Any]


def direction(change: Estimate | None, p: float | None) -> str:
    """Nearer or further where the change of the distance is sure, else cannot tell."""
    if change is None or change.low is None or change.high is None or p is None or p >= ALPHA:
        return "cannot tell"
    if change.high < 0:
        return "nearer"
    return "further" if change.low > 0 else "cannot tell"

"""What may be said of a share: people tell them apart, they are close, or we cannot tell.

In this order, as in a comparison: *close* where the wide interval lies within the margin;
*told apart* where the p-value, adjusted for the other rows of its family, is below .05; else
*cannot tell*. Families: the simulators (Holm 1979), and all their domains (Benjamini & Hochberg
1995).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import false_discovery_control

from usergap.study.blind.shares import CHANCE, Share

MARGIN = 0.1
"""Of a share: three in five right is the most that still counts as close."""
ALPHA = 0.05


def verdict_of(share: Share, adjusted: float | None, margin: float = MARGIN) -> str:
    """The verdict on one share; ``adjusted``: its p-value within its family."""
    if share.wide_low is None or share.wide_high is None or adjusted is None:
        return "cannot tell"
    if share.wide_low > CHANCE - margin and share.wide_high < CHANCE + margin:
        return "close"
    return "told apart" if adjusted < ALPHA else "cannot tell"


def holm(values: Sequence[float | None]) -> list[float | None]:
    """Step-down adjusted p-values (Holm 1979); None stays out of the family."""
    at = [index for index, value in enumerate(values) if value is not None]
    found: list[float | None] = [None] * len(values)
    largest = 0.0
    for rank, index in enumerate(sorted(at, key=lambda one: values[one] or 0.0)):
        largest = max(largest, min(1.0, (len(at) - rank) * (values[index] or 0.0)))
        found[index] = largest
    return found


def false_discovery(values: Sequence[float | None]) -> list[float | None]:
    """Step-up adjusted p-values (Benjamini & Hochberg 1995); None stays out of the family."""
    at = [index for index, value in enumerate(values) if value is not None]
    found: list[float | None] = [None] * len(values)
    if at:
        adjusted = false_discovery_control(np.array([values[index] for index in at], float))
        for index, value in zip(at, adjusted, strict=True):
            found[index] = float(value)
    return found

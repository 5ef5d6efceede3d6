"""What resampling alone leaves out: chance of a classifier, and shares at their edge."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from usergap.probes.finding import Figure
from usergap.probes.inference import Floats

ONE_SIDED: Final = 0.025


def p_above(value: float, under: Floats) -> float:
    """(1 + #{T* >= T}) / (1 + B) over the finite values under chance."""
    under = under[np.isfinite(under)]
    return float((1 + (under >= value - 1e-12).sum()) / (1 + under.size))


def against_chance(figure: Figure, p: float, chance: float) -> Figure:
    """The figure with p, and with an interval that reaches to chance unless p excludes it.

    Resampled hits leave out that the classifier would differ too, so alone they are too sure.
    """
    if figure.low is None or figure.high is None:
        return figure
    low, high = figure.low, max(figure.high, chance)
    if p >= ONE_SIDED:
        low = min(low, chance)
    return replace(figure, low=low, high=high, p=p)


def at_edge(figure: Figure, groups: int, top: float = 1.0) -> Figure:
    """A share of 0 or all, which no resample leaves, with the exact interval of its groups.

    Clopper and Pearson's: what has not been seen in n groups has a share of 1 - .025^(1/n) at
    most. Other figures stay as they are.
    """
    if figure.value is None or figure.low != figure.high or not groups:
        return figure
    reach = top * (1 - ONE_SIDED ** (1 / groups))
    if figure.value <= 0:
        return replace(figure, high=reach)
    if figure.value >= top:
        return replace(figure, low=top - reach)
    return figure

"""Figures of one side that are held against chance: accuracies and areas of classifiers."""

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

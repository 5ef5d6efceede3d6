"""Bias-corrected normal interval with a boundary rule.

The bias is estimated as mean φ(d*) − φ(d̂) and removed; the spread is that of the
replicates; the low end is 0 where the estimate is within its noise, and the high
end is at least what the noise alone could show.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """φ(d̂) − bias ± 1.96 sd, cut at 0."""
    del groups
    value = np.abs(delta) @ weights
    drawn = np.abs(deltas) @ weights
    centre = 2 * value - drawn.mean(axis=1)
    half = 1.96 * drawn.std(axis=1, ddof=1)
    noise = np.abs(deltas - deltas.mean(axis=1, keepdims=True)) @ weights
    within = value <= np.quantile(noise, 0.95, axis=1)
    low = np.where(within, 0.0, np.maximum(centre - half, 0.0))
    high = np.maximum(centre, 0.0) + half
    return np.stack([low, high], axis=1)

"""Directional delta method with selection (Fang & Santos 2019, example of |·|).

The derivative of |·| is the sign where |d̂_j| > 1.96 s_j (sign·e_j), else |e_j|.
Selection goes wrong for differences near the cut, and the high end suffers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """φ(d̂) minus the 97.5 % and 2.5 % points of the estimated derivative, cut at 0."""
    del groups
    noise = deltas - deltas.mean(axis=1, keepdims=True)
    apart = np.abs(delta) > 1.96 * noise.std(axis=1)
    change = np.where(apart[:, None], np.sign(delta)[:, None] * noise, np.abs(noise)) @ weights
    value = np.abs(delta) @ weights
    low, high = np.quantile(change, [0.025, 0.975], axis=1)
    return np.maximum(np.stack([value - high, value - low], axis=1), 0.0)

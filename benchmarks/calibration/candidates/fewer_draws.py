"""m-out-of-n bootstrap (Bickel, Götze & van Zwet 1997), m = n^(2/3).

Replicates of m units are taken as d̂ + √(n/m)·e, their first-order equivalent.
Consistent at 0 as n grows, but m is small where it matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """φ(d̂) minus √(m/n) times the points of φ(d*_m) − φ(d̂), cut at 0."""
    ratio = np.sqrt(min(groups) ** (1 / 3))
    noise = deltas - deltas.mean(axis=1, keepdims=True)
    value = np.abs(delta) @ weights
    errors = np.abs(delta[:, None] + ratio * noise) @ weights - value[:, None]
    low, high = np.quantile(errors, [0.025, 0.975], axis=1) / ratio
    return np.maximum(np.stack([value - high, value - low], axis=1), 0.0)

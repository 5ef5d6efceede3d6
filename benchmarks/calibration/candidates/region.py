"""Simultaneous region of the differences, projected to the distance.

All d_j within c standard errors, c from the largest studentised error (Mandel &
Betensky 2008). Always covers, and is far too wide: it lets every label be at its
end at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """Smallest and largest φ over the region."""
    del groups
    noise = deltas - deltas.mean(axis=1, keepdims=True)
    sd = noise.std(axis=1)
    largest = np.max(np.abs(noise) / np.where(sd > 0, sd, 1.0)[:, None], axis=2)
    reach = np.quantile(largest, 0.95, axis=1)[:, None] * sd
    size = np.abs(delta)
    return np.stack([np.maximum(size - reach, 0) @ weights, (size + reach) @ weights], axis=1)

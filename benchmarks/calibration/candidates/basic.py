"""Basic bootstrap (Davison & Hinkley 1997): the replicates' errors, reflected.

Doubles the correction where φ is smooth in truth but not at d̂, and cuts the high
end short when the estimate happens to be small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """2φ(d̂) minus the 97.5 % and 2.5 % points of φ(d*), cut at 0."""
    del groups
    value = np.abs(delta) @ weights
    low, high = np.quantile(np.abs(deltas) @ weights, [0.025, 0.975], axis=1)
    return np.maximum(np.stack([2 * value - high, 2 * value - low], axis=1), 0.0)

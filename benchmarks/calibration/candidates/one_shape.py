"""Test inversion along the observed direction alone.

The winner without its two shapes: noise in the observed direction counts as
difference, which leaves the low end too high where few labels differ and the high
end too low where many differ a little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.compare.intervals.inversion import newton_roots, small_sample_factor

Floats = NDArray[np.float64]


def intervals(delta: Floats, deltas: Floats, weights: Floats, groups: tuple[int, int]) -> Floats:
    """Quantiles of the roots of φ(t·d̂/φ(d̂) + e) = φ(d̂)."""
    value = np.abs(delta) @ weights
    noise = (deltas - deltas.mean(axis=1, keepdims=True)) * small_sample_factor(groups)
    shape = delta / np.where(value > 0, value, 1.0)[:, None]
    roots = newton_roots(shape, noise, weights, value)
    low = np.where(np.abs(noise) @ weights >= value[:, None], 0.0, roots)
    return np.stack(
        [np.quantile(low, 0.025, axis=1), np.quantile(roots, 0.975, axis=1)],
        axis=1,
    )

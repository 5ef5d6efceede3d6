"""An interval for the energy distance: bootstrap test inversion in closed form.

The energy distance is a squared Euclidean length: E(x) = x'(-D)x = |x|^2 for signed
weights x that sum to 0, in the space where -D is the inner product (Sejdinovic et
al. 2013). Its replicates are inflated by their own noise, as for the other
distances, so the percentile interval never covers 0. As in ``intervals``, a
population at length t along the observed direction u would show |t u + e_b|^2 with
noise e_b = x_b - x; the interval holds the t^2 at which the observed E is no
outlier. Each replicate's root is that of t^2 + 2 t <u, e_b> + |e_b|^2 = E.
"""

from __future__ import annotations

import numpy as np

from usergap.compare.intervals import Interval, small_sample_factor
from usergap.compare.sides import Floats


def energy_interval(
    value: float,
    energies: Floats,
    products: Floats,
    *,
    groups: tuple[int, int] | None = None,
    level: float = 0.95,
    p: float | None = None,
) -> Interval:
    """Interval for E from its replicates |x_b|^2 and their products <x_b, x), all (B,).

    ``groups`` and ``p`` as in ``distance_interval``. Raises ValueError on shapes
    that do not fit.
    """
    if energies.ndim != 1 or energies.shape != products.shape:
        raise ValueError(f"expected (B,) twice, found {energies.shape}, {products.shape}")
    if value <= 0:
        return Interval(0.0, float(np.quantile(energies, (1 + level) / 2)))
    factor = small_sample_factor(groups, level)
    noise = np.maximum(energies - 2 * products + value, 0.0) * factor**2
    along = (products - value) / np.sqrt(value) * factor
    inside = along**2 + value - noise
    roots = np.where(inside > 0, -along + np.sqrt(np.maximum(inside, 0.0)), 0.0)
    roots = np.maximum(roots, 0.0)
    low = float(np.quantile(np.where(noise >= value, 0.0, roots), (1 - level) / 2) ** 2)
    high = float(np.quantile(roots, (1 + level) / 2) ** 2)
    rejected = p is None or p < 1 - level
    return Interval(min(low, value) if rejected else 0.0, max(high, value))

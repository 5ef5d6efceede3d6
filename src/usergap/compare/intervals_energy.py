"""Confidence intervals for an energy distance, by bootstrap test inversion.

An energy distance is a squared norm: E = ‖d‖² = −a'Da, with a the signed weights
of the units (+ real, − simulated, each side summing to 1) and D their distances
(Székely & Rizzo 2013). E of a sample is biased upward by the noise's own energy
E‖e‖², whatever the direction of d. So one shape, the observed one, serves both
ends: a population at ‖d‖ = t has ‖t·u + e_b‖² = t² + 2t·c_b + g_b, where
c_b = ⟨u, e_b⟩ and g_b = ‖e_b‖². The root for each replicate is closed-form,
t_b = −c_b + √(c_b² − g_b + E); the interval holds t² between quantiles of t_b
(test inversion: Carpenter 1999). As in ``intervals``, a value smaller than the noise
alone would usually give does not shorten the high end.
"""

from __future__ import annotations

import numpy as np

from usergap.compare.intervals import LUCKY, Floats, Interval, not_rejected, small_sample_factor


def energy_interval(
    value: float,
    cross: Floats,
    own: Floats,
    *,
    groups: tuple[int, int] | None = None,
    level: float = 0.95,
    p: float | None = None,
) -> Interval:
    """Interval for an energy distance from its bootstrap replicates.

    With a the observed signed weights and a_b a replicate's: ``value`` = −a'Da,
    ``cross (B,)`` = −(a_b − a)'D a, ``own (B,)`` = −(a_b − a)'D (a_b − a). A mean
    over several kinds of vector is the mean of each of the three. ``groups`` and
    ``p`` as in ``distance_interval``. Raises ValueError on a negative energy.
    """
    if value < 0 or cross.shape != own.shape:
        raise ValueError(f"expected value >= 0 and cross, own of one shape; found {value}")
    factor = small_sample_factor(groups, level)
    size = np.sqrt(value)
    along = factor * (cross - cross.mean()) / (size if size > 0 else 1.0)
    noise = factor**2 * own
    tail = (1 - level) / 2
    low = float(np.quantile(np.where(noise >= value, 0.0, _roots(value, along, noise)), tail)) ** 2
    seen = max(value, float(np.quantile(noise, LUCKY)))
    high = float(np.quantile(_roots(seen, along, noise), 1 - tail)) ** 2
    if p is not None and not_rejected(p, level):
        low = 0.0
    return Interval(min(low, value), max(high, value))


def _roots(value: float, along: Floats, noise: Floats) -> Floats:
    inside = along**2 - noise + value
    roots = np.sqrt(np.maximum(inside, 0.0)) - along
    return np.where(inside >= 0, np.maximum(roots, 0.0), 0.0)

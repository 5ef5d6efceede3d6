"""Confidence intervals for an energy distance, by bootstrap test inversion.

An energy distance is a squared norm: E = ‖d‖² = −a'Da, with a the signed weights
of the units (+ real, − simulated, each side summing to 1) and D their distances
(Székely & Rizzo 2013). E of a sample is biased upward by the noise's own energy
E‖e‖², whatever the direction of d. So one shape, the observed one, nearly serves
both ends: a population at ‖d‖ = t has ‖t·u + e_b‖² = t² + 2t·c_b + g_b, where
c_b = ⟨u, e_b⟩ and g_b = ‖e_b‖². The root for each replicate is closed-form,
t_b = −c_b + √(c_b² − g_b + E); the interval holds t² between quantiles of t_b
(test inversion: Carpenter 1999).

What does depend on direction is the spread of c. Where E is mostly noise, so is the
observed direction, and the true one may lie along the noise's largest mode. For the
high end c is therefore widened toward that mode's standard deviation by the share
of E that the noise explains, min(1, E‖e‖²/E). The mode's variance is at most
sd(‖e‖²)/√2, near it where one mode dominates (‖e‖² = Σ λ_i z_i² has the variance
2 Σ λ_i²).
As in ``intervals``, a value smaller than the noise
alone would usually give does not shorten the high end.
"""

from __future__ import annotations

import numpy as np

from usergap.compare.intervals.inversion import (
    LUCKY,
    Floats,
    Interval,
    not_rejected,
    small_sample_factor,
)


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
    along = along * _widening(value, along, noise)
    high = float(np.quantile(_roots(seen, along, noise), 1 - tail)) ** 2
    if p is not None and not_rejected(p, level):
        low = 0.0
    return Interval(min(low, value), max(high, value))


def _widening(value: float, along: Floats, noise: Floats) -> float:
    """How much more than along the observed direction the noise may vary along d."""
    variance, mode = float(along.var()), float(noise.std() / np.sqrt(2))
    if not 0 < variance < mode:
        return 1.0
    share = min(1.0, float(noise.mean()) / value)
    return float(np.sqrt(1 + share * (mode / variance - 1)))


def _roots(value: float, along: Floats, noise: Floats) -> Floats:
    across = np.maximum(noise - along**2, 0.0)
    inside = value - across
    roots = np.sqrt(np.maximum(inside, 0.0)) - along
    return np.where(inside >= 0, np.maximum(roots, 0.0), 0.0)

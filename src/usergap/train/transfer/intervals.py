"""Means and ratios over seeds that draw their scenarios from one pool.

Training (and test) sets of two seeds overlap, so that seeds are no independent repetitions.
Where each seed uses a share f of the pool, the variance of a mean over K seeds is about
s²(1/K + f/(1 - f)), not s²/K: the delete-d jackknife (Shao and Wu 1989) for what is measured
on the training set, and what Nadeau and Bengio (2003) use for test sets. A ratio's interval is
Fieller's (1954), which knows when the denominator is too close to 0 for it to say anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.ledger.sweep.sweep import over_seeds as known_over_seeds

__all__ = ["Estimate", "over_seeds", "ratio_over_seeds", "slope"]

Floats = NDArray[np.float64]


def over_seeds(values: Floats, share: float) -> Estimate:
    """Mean over seeds with its 95 % interval; nothing where a seed gave no value."""
    if not np.isfinite(values).all():
        return Estimate(None)
    return known_over_seeds(values, share)


def slope(values: Floats) -> Floats:
    """Least-squares slope along the last axis, per step; NaN values are left out."""
    steps = np.broadcast_to(np.arange(values.shape[-1], dtype=float), values.shape)
    known = np.isfinite(values)
    count = known.sum(axis=-1, keepdims=True)
    x = np.where(known, steps - (steps * known).sum(axis=-1, keepdims=True) / count, 0.0)
    return np.asarray((x * np.where(known, values, 0.0)).sum(axis=-1) / (x**2).sum(axis=-1))


def ratio_over_seeds(above: Floats, below: Floats, share: float) -> Estimate | None:
    """Mean ``above`` / mean ``below`` over paired seeds, with Fieller's 95 % interval.

    ``share``: of the pool that a seed uses. None where the interval of ``below`` holds 0: then
    no ratio is bounded. None also where a seed gave no value.
    """
    from scipy.special import stdtrit

    if not (np.isfinite(above).all() and np.isfinite(below).all()):
        return None
    factor = 1 / len(above) + share / (1 - share)
    square = float(stdtrit(len(above) - 1, 0.975)) ** 2
    (v_above, covariance), (_, v_below) = np.cov(above, below) * factor
    top, bottom = float(above.mean()), float(below.mean())
    a = bottom**2 - square * v_below
    if a <= 0:
        return None
    b = top * bottom - square * covariance
    c = top**2 - square * v_above
    half = float(np.sqrt(max(b * b - a * c, 0.0)))
    return Estimate(top / bottom, (b - half) / a, (b + half) / a)

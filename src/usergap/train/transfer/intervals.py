"""Means and ratios over seeds whose training sets overlap.

Training sets of two seeds share most of their replies, so that seeds are no independent
repetitions: the variance of a mean over K seeds is s²(1/K + n_test/n_train) (Nadeau and
Bengio 2003), not s²/K. A ratio's interval is Fieller's (1954), which knows when the
denominator is too close to 0 for a ratio to say anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.ledger.sweep.sweep import over_seeds

__all__ = ["Estimate", "over_seeds", "ratio_over_seeds", "slope"]

Floats = NDArray[np.float64]


def slope(values: Floats) -> Floats:
    """Least-squares slope along the last axis, per step; NaN values are left out."""
    steps = np.broadcast_to(np.arange(values.shape[-1], dtype=float), values.shape)
    known = np.isfinite(values)
    count = known.sum(axis=-1, keepdims=True)
    x = np.where(known, steps - (steps * known).sum(axis=-1, keepdims=True) / count, 0.0)
    return np.asarray((x * np.where(known, values, 0.0)).sum(axis=-1) / (x**2).sum(axis=-1))


def ratio_over_seeds(above: Floats, below: Floats, held_out: float) -> Estimate | None:
    """Mean ``above`` / mean ``below`` over paired seeds, with Fieller's 95 % interval.

    None where the interval of ``below`` holds 0: then no ratio is bounded.
    """
    from scipy.special import stdtrit

    factor = 1 / len(above) + held_out / (1 - held_out)
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

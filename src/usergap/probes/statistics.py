"""Statistics of weights, to be given to ``estimate``: differences, ratios, areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from usergap.probes.inference import Floats, Statistic


def mean_difference(values: ArrayLike, sizes: ArrayLike | None = None) -> Statistic:
    """Simulated mean minus real mean of items' ``values``; weighted means where ``sizes``.

    With ``sizes`` a value is a total and its size the number of units behind it (a rate:
    Σ values / Σ sizes). NaN where a side has no unit.
    """
    x = np.asarray(values, float)
    n = np.ones_like(x) if sizes is None else np.asarray(sizes, float)

    def statistic(real: Floats, simulated: Floats) -> Floats:
        return ratio(simulated @ x, simulated @ n) - ratio(real @ x, real @ n)

    return statistic


def simulated_mean(values: ArrayLike, sizes: ArrayLike | None = None) -> Statistic:
    """Mean of the simulated side alone, of items' ``values`` or Σ values / Σ sizes."""
    x = np.asarray(values, float)
    n = np.ones_like(x) if sizes is None else np.asarray(sizes, float)

    def statistic(_real: Floats, simulated: Floats) -> Floats:
        return ratio(simulated @ x, simulated @ n)

    return statistic


def log_sd_ratio(values: ArrayLike) -> Statistic:
    """Log of (simulated SD / real SD) of items' values; 0 where they spread alike."""
    x = np.asarray(values, float)
    centred = x - x.mean()

    def variance(weights: Floats) -> Floats:
        n = weights.sum(axis=1)
        mean = ratio(weights @ centred, n)
        return ratio(weights @ centred**2, n) - mean**2

    def statistic(real: Floats, simulated: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return 0.5 * (np.log(variance(simulated)) - np.log(variance(real)))

    return statistic


def auroc(scores: ArrayLike) -> Statistic:
    """The chance that a simulated item scores above a real one, ties half (Mann-Whitney)."""
    _, place = np.unique(np.asarray(scores, float), return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))

    def statistic(real: Floats, simulated: Floats) -> Floats:
        r = np.add.reduceat(real[:, order], starts, axis=1)
        s = np.add.reduceat(simulated[:, order], starts, axis=1)
        below = np.cumsum(r, axis=1) - 0.5 * r
        return ratio((s * below).sum(axis=1), r.sum(axis=1) * s.sum(axis=1))

    return statistic


def debiased_tvd(counts: Floats, half: ArrayLike) -> Statistic:
    """TVD of two sides' shares of counts (n × k), 0 on average where they are alike.

    ½ Σ s (q - p), with the signs s of q - p in the other half of the groups; both halves'
    values are averaged. It is at most the TVD, and may be negative.
    """
    split = [counts * (np.asarray(half) == side)[:, None] for side in (0, 1)]

    def shares(weights: Floats, mine: Floats) -> Floats:
        held = weights @ mine
        total = held.sum(axis=1, keepdims=True)
        return np.where(total > 0, held / np.where(total > 0, total, 1), np.nan)

    def statistic(real: Floats, simulated: Floats) -> Floats:
        one, other = (shares(simulated, mine) - shares(real, mine) for mine in split)
        crossed = (np.sign(one) * other).sum(axis=1) + (np.sign(other) * one).sum(axis=1)
        return np.asarray(crossed / 4)

    return statistic


def ratio(above: Floats, below: Floats) -> Floats:
    """Above / below; NaN where nothing is below."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)

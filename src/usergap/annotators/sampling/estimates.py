"""Population shares from a sample with unequal probabilities, unbiased by design.

Horvitz and Thompson (1952), and the difference estimator of survey sampling
(Särndal et al. 1992, ch. 6), which prediction-powered inference (Angelopoulos et
al. 2023) is under unequal probabilities: the annotator's labels of all units, plus
what the sample says of its error. It is unbiased however bad the annotator is, and
the better the annotator, the narrower the interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of the population's units, its standard error and 95 % interval."""

    value: float
    error: float
    low: float
    high: float


def horvitz_thompson(
    gold: Floats, inclusion: Floats, population: int, cluster: NDArray[np.int64]
) -> Rate:
    """(1/N) Σ yᵢ/πᵢ over the sample, N = ``population``; shapes (n,)."""
    return _rate(0.0, gold, inclusion, population, cluster)


def prediction_powered(
    gold: Floats,
    given: Floats,
    inclusion: Floats,
    given_all: Floats,
    cluster: NDArray[np.int64],
) -> Rate:
    """(1/N) Σ_all fᵢ + (1/N) Σ_sample (yᵢ - fᵢ)/πᵢ.

    ``gold, given, inclusion, cluster`` (n,) over the sample, ``given_all`` (N,) the
    annotator's labels of every unit.
    """
    return _rate(float(given_all.mean()), gold - given, inclusion, len(given_all), cluster)


def regression_powered(
    gold: Floats,
    given: Floats,
    inclusion: Floats,
    given_all: Floats,
    cluster: NDArray[np.int64],
) -> Rate:
    """The same with the annotator's labels taken for as much as they are worth.

    fᵢ above becomes b₀ + b₁ fᵢ, fitted to the sample with weights 1/πᵢ: the generalised
    regression estimator (Särndal et al. 1992, ch. 6.4; power-tuned prediction-powered
    inference, Angelopoulos, Duchi and Zrnic 2023). Its bias is of order 1/n. A poor
    annotator's labels weigh next to nothing, so the interval is hardly wider than without
    them; b₀ takes out that drawn weights do not add up to N.
    """
    columns = np.column_stack([np.ones(len(gold)), given])
    root = np.sqrt(1 / inclusion)
    fit, _, rank, _ = np.linalg.lstsq(columns * root[:, None], gold * root, rcond=None)
    left = gold - columns @ fit
    left[np.abs(left) < 1e-12] = 0.0  # what is fitted exactly shows no spread
    # A unit pulls the fit towards itself by its leverage, which hides as much of its error.
    leverage = (np.linalg.svd(columns * root[:, None], full_matrices=False)[0][:, :rank] ** 2).sum(
        1
    )
    left /= np.maximum(1 - leverage, 1e-6)
    total = float((left / inclusion).sum()) / len(given_all)
    base = float(fit[0] + fit[1] * given_all.mean()) - total  # weighted residuals add up to 0
    return _rate(base, left, inclusion, len(given_all), cluster)


def _rate(
    base: float, values: Floats, inclusion: Floats, population: int, cluster: NDArray[np.int64]
) -> Rate:
    """Base plus the weighted mean, with the error of draws with replacement of clusters.

    That error is on the safe side: the draw is spread over strata, without replacement.
    Where no drawn unit differs from its base, no spread shows, but units that were not drawn
    may differ: the half width is then the exact binomial bound of none in so many effective
    clusters (Clopper and Pearson 1934), 0 only where every unit was drawn.
    """
    parts = values / inclusion / population
    value = base + float(parts.sum())
    sums = np.bincount(np.unique(cluster, return_inverse=True)[1], weights=parts)
    clusters = len(sums)
    if clusters < 2:  # one group shows no spread
        return Rate(value, float("inf"), 0.0, 1.0)
    from scipy.special import stdtrit

    error = float(np.sqrt(clusters / (clusters - 1) * ((sums - sums.mean()) ** 2).sum()))
    half = float(stdtrit(clusters - 1, (1 + LEVEL) / 2)) * error
    if not values.any() and (inclusion < 1).any():
        weights = np.bincount(np.unique(cluster, return_inverse=True)[1], weights=1 / inclusion)
        effective = float(weights.sum() ** 2 / (weights**2).sum())
        half = 1.0 - ((1 - LEVEL) / 2) ** (1 / effective)
    return Rate(value, error, max(0.0, value - half), min(1.0, value + half))

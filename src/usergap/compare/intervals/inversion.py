"""Confidence intervals for a distance: bootstrap test inversion along two shapes.

A distance here is a weighted L1 norm, φ(d) = Σ_j w_j |d_j|, of a difference
vector d: label shares (total variation, w = ½), flag rates (half sum, w = ½),
or the gap between two distribution functions at the pooled sorted values
(Wasserstein-1, w = spacing to the next value). φ(d̂) is biased upward, most
where d is small, and its distribution is not normal there: φ has no derivative
where d_j = 0, so the bootstrap of φ(d̂) is inconsistent (Fang & Santos 2019)
and its percentile interval never covers 0.

Test inversion (Carpenter 1999) needs no derivative. With centred replicates
e_b = d*_b − mean(d*) as the noise and a shape u with φ(u) = 1, the statistic of
a population at distance t along u is distributed as φ(t·u + e_b). The interval
holds every t that the observed T = φ(d̂) does not reject. Each b has a root t_b,
φ(t_b·u + e_b) = T; the ends are quantiles of the roots.

The true shape is known only where a component stands out of its noise s_j, so
each end takes the shape that is hardest for it:

* **low end: the sparse shape** d̂_j·max(0, 1 − 5 s_j² / d̂_j²). Components within
  √5 standard errors vanish; the rest of T is then noise, all of it removed.
* **high end: the dense shape**, |u_j| = max(|d̂_j|, c·s_j). Noise adds least to a
  distance that is spread over many small components, so more of T may be real.
  A component within 1.5 s_j takes the sign of its covariance with the noise along
  d̂ (the sign that lets T vary most): without it neighbouring points of two
  distribution functions seem to cancel. (Where a component passes 1.5 s_j its sign,
  and with it the high end, may jump; near 0 the ends of two levels may cross for
  it, in one sample of some 1,500.) c = 0.5 for shares and rates, 1.25 for
  distribution functions.

For the high end the noise is studentised: e_b / √(1 + γ·z_b), with z_b the
standardised noise along u and γ its skewness. It is the bootstrap-t to first
order, for variance and mean of a sample covary by the third moment (Hall 1992,
section 3.10), and it matters for heavy tails: a sample that missed the tail is
small in distance and in noise.

Each end leaves out half of 1 − level where all components stand out, for then the
two shapes are one. Where none does, no population has both shapes, and each end may
leave out 0.6 of 1 − level; between, in proportion to the uncertain components' noise.

Where T is smaller than the noise alone would give in 16 of 100 samples, the high
end is that of the 16 % point: a lucky sample must not exclude distances that it had
no power to see (power-constrained limits, Cowan et al. 2011). Without this an
estimate of 0 would give the interval [0, 0].

Taking the least favourable of the shapes that the data allow is also
how inequalities are tested (Andrews & Soares 2010). The constants come from
``benchmarks/calibration``, which measures coverage and width over three patterns
of differences, beside the methods that lost: percentile, basic, bias-corrected,
one shape, directional delta method, m out of n, simultaneous region.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit  # not scipy.stats: it takes .6 s to import

Floats = NDArray[np.float64]

_SPARSE = 5.0  # squared standard errors that a component must exceed to count as real
_SIGN = 1.5  # standard errors below which the observed sign is not believed
_SPARE = 0.1  # of 1 − level: what each end may take beyond its half where all is uncertain
LUCKY = 0.16  # share of samples without any difference whose estimate counts as too small
_LEAST = 0.1  # of the variance: how far studentising may shrink it, and its inverse
FLOOR_SHARES = 0.5
FLOOR_CDF = 1.25


class Interval(NamedTuple):
    """The ends of an interval, in the unit of the distance."""

    low: float
    high: float


def distance_interval(
    delta: Floats,
    deltas: Floats,
    weights: Floats,
    *,
    groups: tuple[int, int] | None = None,
    level: float = 0.95,
    p: float | None = None,
    floor: float = FLOOR_SHARES,
    units: tuple[float, float] | None = None,
) -> Interval:
    """Interval for Σ w|d| from one difference vector and its bootstrap replicates.

    ``delta (k,)`` is the observed difference, ``deltas (B, k)`` its replicates
    (whole groups or pairs resampled; with a corrected share, the annotator card
    redrawn too), ``weights (k,)`` ≥ 0. ``groups``: number of resampled units on
    each side (the same number twice for pairs), which corrects the bootstrap's
    small-sample shortfall. ``p``: the permutation p-value; the low end is 0 where
    it does not reject at 1 − level. ``floor``: ``FLOOR_SHARES``, or ``FLOOR_CDF``
    for Wasserstein-1. ``units``: judged units on each side, for shares and rates; a
    label that was (almost) never seen then has the noise of half a sighting, since
    resampling zeros shows none. Raises ValueError on shapes that do not fit.
    """
    if deltas.ndim != 2 or delta.shape != weights.shape or deltas.shape[1:] != delta.shape:
        raise ValueError(
            f"expected delta (k,), deltas (B, k), weights (k,); "
            f"found {delta.shape}, {deltas.shape}, {weights.shape}"
        )
    if units is not None:
        deltas = _with_unseen(deltas, units)
    one, noise = delta[None], _noise(deltas[None], groups, level)
    rejected = p is None or not not_rejected(p, level)
    low = float(_low_ends(one, noise, weights, level)[0]) if rejected else 0.0
    return Interval(low, float(_high_ends(one, noise, weights, level, floor)[0]))


def distance_intervals(
    delta: Floats,
    deltas: Floats,
    weights: Floats,
    *,
    groups: tuple[int, int] | None = None,
    level: float = 0.95,
    floor: float = FLOOR_SHARES,
) -> Floats:
    """Intervals (m, 2) of m independent cells: ``delta (m, k)``, ``deltas (m, B, k)``."""
    noise = _noise(deltas, groups, level)
    low = _low_ends(delta, noise, weights, level)
    return np.stack([low, _high_ends(delta, noise, weights, level, floor)], axis=1)


def _noise(deltas: Floats, groups: tuple[int, int] | None, level: float) -> Floats:
    centred = deltas - deltas.mean(axis=1, keepdims=True)
    return np.asarray(centred * small_sample_factor(groups, level))


def _low_ends(delta: Floats, noise: Floats, weights: Floats, level: float) -> Floats:
    value = np.abs(delta) @ weights
    roots = newton_roots(_sparse(delta, noise.std(axis=1), weights), noise, weights, value)
    roots[np.abs(noise) @ weights >= value[:, None]] = 0.0
    tails = _tails(delta, noise, weights, level)
    return np.minimum([np.quantile(x, q) for x, q in zip(roots, tails, strict=True)], value)


def _high_ends(delta: Floats, noise: Floats, weights: Floats, level: float, floor: float) -> Floats:
    value = np.abs(delta) @ weights
    seen = np.maximum(value, np.quantile(np.abs(noise) @ weights, LUCKY, axis=1))
    shape = _dense(delta, noise.std(axis=1), noise, weights, floor)
    roots = newton_roots(shape, _studentised(noise, shape, weights), weights, seen)
    tails = _tails(delta, noise, weights, level)
    return np.maximum([np.quantile(x, 1 - q) for x, q in zip(roots, tails, strict=True)], value)


def _tails(delta: Floats, noise: Floats, weights: Floats, level: float) -> Floats:
    """What each end leaves out, (m,)."""
    sd = noise.std(axis=1)
    total = sd @ weights
    uncertain = np.where(np.square(delta) < _SPARSE * np.square(sd), sd, 0.0) @ weights
    share = uncertain / np.where(total > 0, total, 1.0)
    return np.asarray((0.5 + _SPARE * share) * (1 - level))


def not_rejected(p: float, level: float) -> bool:
    """Whether a p-value leaves a difference of 0 possible (0.05 does, at level 0.95)."""
    return p >= 1 - level - 1e-12


def small_sample_factor(groups: tuple[int, int] | None, level: float = 0.95) -> float:
    """What bootstrap noise is multiplied by, given the units resampled on each side.

    A bootstrap variance is short by (n − 1)/n, and a variance estimated from few
    units calls for Student's t (Welch's degrees of freedom under equal variances).
    """
    if groups is None:
        return 1.0
    n, m = groups
    if min(n, m) < 2:
        raise ValueError(f"an interval needs 2 resampled units on each side, found {groups}")
    shortfall = (1 / (n - 1) + 1 / (m - 1)) / (1 / n + 1 / m)
    degrees = (1 / n + 1 / m) ** 2 / (1 / (n**2 * (n - 1)) + 1 / (m**2 * (m - 1)))
    upper = (1 + level) / 2
    return float(np.sqrt(shortfall) * stdtrit(degrees, upper) / ndtri(upper))


def _sparse(delta: Floats, sd: Floats, weights: Floats) -> Floats:
    """The shape for the low end: what stands out of the noise, or else all of it."""
    square = np.square(delta)
    kept = np.maximum(0.0, 1 - _SPARSE * np.square(sd) / np.where(square > 0, square, 1.0))
    shape = np.where(square > 0, kept, 0.0) * delta
    nothing = ~np.any(shape * weights != 0, axis=1, keepdims=True)
    return _normalise(np.where(nothing, delta, shape), weights)


def _dense(delta: Floats, sd: Floats, noise: Floats, weights: Floats, floor: float) -> Floats:
    """The shape for the high end: no component smaller than ``floor`` standard errors."""
    some = np.any(delta * weights != 0, axis=1, keepdims=True)
    noisiest = np.arange(delta.shape[1]) == np.argmax(sd * (weights > 0), axis=1)[:, None]
    along = noise @ (weights * np.where(some, delta, noisiest))[:, :, None]
    covariance = np.squeeze(np.swapaxes(along, 1, 2) @ noise, axis=1)
    sign = np.where(np.abs(delta) >= _SIGN * sd, np.sign(delta), np.sign(covariance))
    sign = np.where(sign == 0, 1.0, sign)
    return _normalise(sign * np.maximum(np.abs(delta), floor * sd), weights)


def _studentised(noise: Floats, shape: Floats, weights: Floats) -> Floats:
    """Each replicate's noise, in units of the standard error that its skewness implies."""
    along = np.squeeze(noise @ (weights * np.sign(shape))[:, :, None], axis=2)
    sd = along.std(axis=1, keepdims=True)
    z = along / np.where(sd > 0, sd, 1.0)
    skewness = np.mean(z**3, axis=1, keepdims=True)
    variance = np.clip(1 + skewness * z, _LEAST, 1 / _LEAST)
    return np.asarray(noise / np.sqrt(variance)[:, :, None])


def _with_unseen(deltas: Floats, units: tuple[float, float]) -> Floats:
    """Replicates in which every label has at least the noise of half a sighting a side."""
    least = 0.5 / units[0] ** 2 + 0.5 / units[1] ** 2
    short = np.maximum(0.0, least - deltas.var(axis=0))
    if not short.any():
        return deltas
    # Fixed normal scores in a fixed order for each label: no draw, same answer twice.
    scores = ndtri((np.arange(len(deltas)) + 0.5) / len(deltas))
    order = np.random.default_rng(0)
    missing = np.stack([order.permutation(scores) for _ in short], axis=1)
    return np.asarray(deltas + missing * np.sqrt(short))


def _normalise(shape: Floats, weights: Floats) -> Floats:
    size = np.abs(shape) @ weights
    return shape / np.where(size > 0, size, 1.0)[:, None]


def newton_roots(shape: Floats, noise: Floats, weights: Floats, value: Floats) -> Floats:
    """The largest t ≥ 0 with φ(t·shape + noise_b) = value, (m, B); 0 where there is none.

    φ(t·u + e) is convex and piecewise linear in t, so Newton's method from the
    right (t = T + φ(e), where φ ≥ T by the triangle inequality) falls onto the
    largest root in a few steps and never passes it.
    """
    t = value[:, None] + np.abs(noise) @ weights
    slopes = weights * shape
    tolerance = 1e-9 * np.max(t, initial=0.0)
    for _ in range(60):
        point = t[:, :, None] * shape[:, None, :] + noise
        excess = np.abs(point) @ weights - value[:, None]
        slope = np.squeeze(np.sign(point) @ slopes[:, :, None], axis=2)
        rising = slope > 1e-12
        step = np.where(rising, t - excess / np.where(rising, slope, 1.0), 0.0)
        step = np.maximum(step, 0.0)
        done = np.max(np.abs(step - t), initial=0.0) <= tolerance
        t = step
        if done:
            break
    return t

"""The four distances between two samples, as functions of arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def tvd(p: ArrayLike, q: ArrayLike) -> Floats:
    """Total variation distance x100 of label shares along the last axis: 50 sum |p - q|.

    Shares sum to 1; the result lies in 0..100. Shapes (..., k) -> (...).
    """
    return np.asarray(50.0 * np.abs(np.asarray(p) - np.asarray(q)).sum(axis=-1), np.float64)


def half_sum(p: ArrayLike, q: ArrayLike) -> Floats:
    """Half the sum of absolute rate differences x100 (realsim, arXiv 2605.02624).

    Rates are per dialogue and need not sum to 1, so the result may pass 100.
    """
    return tvd(p, q)


def w1(x: ArrayLike, y: ArrayLike) -> float:
    """Wasserstein-1 distance of two samples, the integral of |F - G|, in their unit.

    Exact: the pooled sample is sorted once, nothing is binned. Raises ValueError
    on an empty sample.
    """
    left, right = np.asarray(x, np.float64).ravel(), np.asarray(y, np.float64).ravel()
    if not left.size or not right.size:
        raise ValueError("the Wasserstein distance needs a value on each side")
    values = np.concatenate([left, right])
    signed = np.concatenate(
        [np.full(left.size, 1.0 / left.size), np.full(right.size, -1.0 / right.size)]
    )
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])
    return float(np.abs(np.cumsum(signed[order])[:-1]) @ gaps)


def energy(x: ArrayLike, y: ArrayLike) -> float:
    """Energy distance 2 E|X-Y| - E|X-X'| - E|Y-Y'| of two samples of vectors.

    Euclidean norm, V-statistic: >= 0, and 0 for equal samples (Szekely and Rizzo
    2013). Shapes (n, d) and (m, d); the unit is that of the vectors' distance.
    Raises ValueError on an empty sample.
    """
    left, right = np.atleast_2d(np.asarray(x, float)), np.atleast_2d(np.asarray(y, float))
    if not left.size or not right.size:
        raise ValueError("the energy distance needs a vector on each side")
    between = pairwise(left, right).mean()
    return float(2 * between - pairwise(left, left).mean() - pairwise(right, right).mean())


def pairwise(x: Floats, y: Floats) -> Floats:
    """Euclidean distances of all rows of x to all rows of y by one product, (n, m)."""
    distances = (x**2).sum(axis=1)[:, None] + (y**2).sum(axis=1)[None, :]
    product = x @ y.T
    product *= 2.0
    distances -= product  # in place: of thousands of rows every copy is tens of megabytes
    np.maximum(distances, 0.0, out=distances)
    np.sqrt(distances, out=distances)
    if x is y:
        np.fill_diagonal(distances, 0.0)
    return np.asarray(distances)

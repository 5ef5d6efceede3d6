"""Thresholds that maximise macro-F1, from held-out scores of training rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from usergap.annotators.decoding import decode
from usergap.annotators.turn_features import Floats

TOLERANCE = 0.06
"""Share of the best F1 that a threshold may give up for a share nearer to gold's."""


def f1(given: npt.NDArray[np.bool_], gold: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """F1 of every label; 0 where a label neither is given nor occurs."""
    both = (given & gold).sum(axis=0)
    return 2 * both / np.maximum(given.sum(axis=0) + gold.sum(axis=0), 1)


def probabilities(score: Floats, gold: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Platt scaling: a logistic curve through the held-out scores of one label."""
    mean, scale = score.mean(), score.std() + 1e-9
    x, y = (score - mean) / scale, gold.astype(float)

    def loss(v: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        z = v[0] + v[1] * x
        d = 1 / (1 + np.exp(-z)) - y
        return float((np.logaddexp(0, z) - y * z).sum() + 0.5 * v[1] ** 2), np.array(
            [d.sum(), (d * x).sum() + v[1]]
        )

    found = minimize(loss, [-1.0, 1.0], jac=True, method="L-BFGS-B").x
    return 1 / (1 + np.exp(-(found[0] + found[1] * x)))


def _single(score: Floats, gold: npt.NDArray[np.bool_]) -> float:
    """The cut whose share is nearest to gold's among those of nearly the best F1.

    F1 is the one expected under Platt's curve, steadier than the observed one; the
    shares are what profiles are made of, so a little F1 buys an unbiased share.
    """
    order = np.argsort(-score)
    given = np.arange(1, len(score) + 1)
    hits = np.cumsum(probabilities(score, gold)[order])
    expected = 2 * hits / (given + gold.sum())
    good = np.flatnonzero(expected >= (1 - TOLERANCE) * expected.max())
    best = int(good[np.argmin(np.abs(given[good] - gold.sum()))])
    after = min(best + 1, len(score) - 1)
    return float((score[order[best]] + score[order[after]]) / 2)


def thresholds(
    score: Floats, gold: npt.NDArray[np.bool_], rest: int, together: bool = True
) -> Floats:
    """One threshold a label: each alone, then moved ``together`` under ``decode``."""
    labels = range(score.shape[1])
    cut = np.array([_single(score[:, j], gold[:, j]) for j in labels], dtype=np.float32)
    if not together:
        return cut
    spread = score.std(axis=0)

    def value(at: Floats) -> float:
        return float(f1(decode(score, at, rest), gold).mean())

    best = value(cut)
    for size in (0.3, 0.15):
        for j in labels:
            for move in (-size, size):
                other = cut.copy()
                other[j] += move * spread[j]
                found = value(other)
                if found > best + 1e-3:
                    best, cut = found, other
    return cut

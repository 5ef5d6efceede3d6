"""The mixture of distributions that is nearest to another: convex, on the simplex."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def jensen_shannon(p: Floats, q: Floats) -> float:
    """Jensen-Shannon divergence in bits, 0 to 1 (Lin 1991); p and q sum to 1."""
    from scipy.special import rel_entr

    middle = (p + q) / 2
    return float((rel_entr(p, middle).sum() + rel_entr(q, middle).sum()) / (2 * np.log(2)))


def gap(weights: Floats, real: Sequence[Floats], sides: Sequence[Floats], of: Floats) -> float:
    """Weighted mean of the divergences of ``real[b]`` to the mixture ``weights @ sides[b]``.

    ``sides[b]``: simulators × k shares; ``of``: the weight of each block, summing to 1.
    """
    return float(
        sum(w * jensen_shannon(p, weights @ q) for w, p, q in zip(of, real, sides, strict=True))
    )


def nearest_mixture(real: Sequence[Floats], sides: Sequence[Floats], of: Floats) -> Floats:
    """The weights (simulators,) that minimise ``gap``; any local minimum is the minimum.

    The divergence is convex in its second argument and the mixture linear in the weights.
    """
    from scipy.optimize import LinearConstraint, minimize

    count = sides[0].shape[0]

    def value(weights: Floats) -> float:
        return gap(weights, real, sides, of)

    def slope(weights: Floats) -> Floats:
        found = np.zeros(count)
        for w, p, q in zip(of, real, sides, strict=True):
            mixed = weights @ q
            with np.errstate(divide="ignore", invalid="ignore"):
                each = np.where(mixed > 0, np.log2(2 * mixed / (p + mixed)) / 2, -30.0)
            found += w * (q @ each)
        return found

    best = minimize(
        value,
        np.full(count, 1 / count),
        jac=slope,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * count,
        constraints=LinearConstraint(np.ones((1, count)), 1.0, 1.0),
        options={"maxiter": 200, "ftol": 1e-10},
    )
    found = np.clip(best.x, 0.0, 1.0)
    candidates = [found / found.sum(), *np.eye(count)]
    return min(candidates, key=value)

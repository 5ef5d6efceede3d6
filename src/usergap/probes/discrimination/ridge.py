"""A ridge classifier in its dual form: folds and refits cost one small solve each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from usergap.probes.discrimination.views import Matrix
from usergap.probes.inference import Floats, Statistic

PENALTY = 0.1
"""Of the mean squared length of the centred rows: between memorising and the mean."""


@dataclass(frozen=True)
class Gram:
    """Inner products of all rows (n × n), columns scaled first where a view has units."""

    products: Floats

    @classmethod
    def of(cls, view: Matrix, *, scale: bool) -> Gram:
        """``scale``: columns to SD 1 (views with units); bags of words stay as they are."""
        if sparse.issparse(view):
            return cls(np.asarray((view @ view.T).todense(), float))
        x = np.asarray(view, float)
        if scale:
            spread = x.std(axis=0)
            x = (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
        return cls(x @ x.T)

    def weights(self, rows: NDArray[np.int64], target: Floats) -> Floats:
        """Dual weights of a ridge regression on ``target``, rows centred."""
        k = self.products[np.ix_(rows, rows)]
        k = k - k.mean(axis=0) - k.mean(axis=1, keepdims=True) + k.mean()
        penalty = PENALTY * max(float(np.trace(k)) / len(rows), 1e-12) * len(rows) ** 0.5
        solved = np.linalg.solve(k + penalty * np.eye(len(rows)), target - target.mean())
        return np.asarray(solved - solved.mean())

    def scores(self, train: NDArray[np.int64], test: NDArray[np.int64], target: Floats) -> Floats:
        """Scores of the test rows, higher where the target is; up to a constant."""
        return np.asarray(self.products[np.ix_(test, train)] @ self.weights(train, target))


def folds_by(block: NDArray[np.int64], key: Sequence[str], count: int) -> NDArray[np.int64]:
    """A fold per row, alike within a block; blocks in the order of their key take turns."""
    first: dict[int, str] = {}
    for one, name in zip(block.tolist(), key, strict=True):
        first[one] = min(first.get(one, name), name)
    order = sorted(first, key=lambda one: first[one])
    place = {one: number % count for number, one in enumerate(order)}
    return np.array([place[one] for one in block.tolist()], np.int64)


def held_out_scores(gram: Gram, simulated: NDArray[np.bool_], fold: NDArray[np.int64]) -> Floats:
    """Each row's score by a classifier that saw no row of its fold; NaN where none could be."""
    target = np.where(simulated, 1.0, -1.0)
    found = np.full(len(fold), np.nan)
    for one in np.unique(fold):
        test, train = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
        if np.unique(target[train]).size == 2:
            found[test] = gram.scores(train, test, _balanced(target[train]))
    return found


def area_within(scores: Floats, fold: NDArray[np.int64]) -> Statistic:
    """Area under the curve over pairs within a fold: scores of two folds do not compare."""
    parts = []
    for one in np.unique(fold):
        mine = np.flatnonzero((fold == one) & np.isfinite(scores))
        order = mine[np.argsort(scores[mine], kind="stable")]
        starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
        if order.size:
            parts.append((order, starts))

    def statistic(real: Floats, simulated: Floats) -> Floats:
        above = np.zeros(len(real))
        pairs = np.zeros(len(real))
        for order, starts in parts:
            r = np.add.reduceat(real[:, order], starts, axis=1)
            s = np.add.reduceat(simulated[:, order], starts, axis=1)
            above += (s * (np.cumsum(r, axis=1) - 0.5 * r)).sum(axis=1)
            pairs += r.sum(axis=1) * s.sum(axis=1)
        return np.where(pairs > 0, above / np.where(pairs > 0, pairs, 1), np.nan)

    return statistic


def _balanced(target: Floats) -> Floats:
    """±1 scaled so that both sides weigh alike."""
    share = float((target > 0).mean())
    return np.where(target > 0, 0.5 / share, -0.5 / (1 - share))

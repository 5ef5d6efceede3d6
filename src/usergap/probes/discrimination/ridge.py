"""A ridge classifier in its dual form: folds and refits cost one small solve each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve
from scipy.stats import rankdata

from usergap.probes.discrimination.views import Matrix
from usergap.probes.inference import Floats, Statistic

PENALTY = 0.1
"""Of the mean squared length of the centred rows: between memorising and the mean."""


class Ridge(Protocol):
    """Ridge regressions on some of its rows that score others of its rows."""

    def told(self, test: NDArray[np.int64], train: NDArray[np.int64], targets: Floats) -> Floats:
        """Scores of ``test`` (rows × B) by regressions of targets (rows of ``train`` × B)."""

    def part(self, rows: NDArray[np.int64]) -> Self:
        """The same with these rows only."""


def penalty_of(length: float, rows: int) -> float:
    """What is added to the diagonal; ``length``: the centred rows' squared lengths, summed."""
    return float(PENALTY * max(length / rows, 1e-12) * rows**0.5)


def scaled(view: Floats) -> Floats:
    """Columns of mean 0 and SD 1; constant ones are 0."""
    spread = view.std(axis=0)
    return np.asarray((view - view.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


@dataclass(frozen=True)
class Gram:
    """Inner products of all rows (n × n), columns scaled first where a view has units."""

    products: Floats
    _solvers: dict[bytes, Callable[[Floats], Floats]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def of(cls, view: Matrix, *, scale: bool) -> Gram:
        """``scale``: columns to SD 1 (views with units); bags of words stay as they are."""
        if sparse.issparse(view):
            return cls(np.asarray((view @ view.T).todense(), float))
        x = np.asarray(view, float)
        x = scaled(x) if scale else x
        return cls(x @ x.T)

    def part(self, rows: NDArray[np.int64]) -> Gram:
        """The same with these rows only."""
        return Gram(self.products[np.ix_(rows, rows)])

    def told(self, test: NDArray[np.int64], train: NDArray[np.int64], targets: Floats) -> Floats:
        """Scores of ``test`` (rows × B), as of ``Ridge``."""
        return np.asarray(self.products[np.ix_(test, train)] @ self.solver(train)(targets))

    def solver(self, rows: NDArray[np.int64]) -> Callable[[Floats], Floats]:
        """Dual weights of ridge regressions on targets (rows × B), rows centred.

        One factorisation serves all targets, also those of later calls.
        """
        key = rows.tobytes()
        if key not in self._solvers:
            self._solvers[key] = self._factorised(rows)
        return self._solvers[key]

    def _factorised(self, rows: NDArray[np.int64]) -> Callable[[Floats], Floats]:
        k = self.products[np.ix_(rows, rows)]
        k = k - k.mean(axis=0) - k.mean(axis=1, keepdims=True) + k.mean()
        factor = cho_factor(k + penalty_of(float(np.trace(k)), len(rows)) * np.eye(len(rows)))

        def solve(targets: Floats) -> Floats:
            found = cho_solve(factor, targets - targets.mean(axis=0))
            return np.asarray(found - found.mean(axis=0))

        return solve


def folds_by(block: NDArray[np.int64], key: Sequence[str], count: int) -> NDArray[np.int64]:
    """A fold per row, alike within a block; blocks in the order of their key take turns."""
    first: dict[int, str] = {}
    for one, name in zip(block.tolist(), key, strict=True):
        first[one] = min(first.get(one, name), name)
    order = sorted(first, key=lambda one: first[one])
    place = {one: number % count for number, one in enumerate(order)}
    return np.array([place[one] for one in block.tolist()], np.int64)


def held_out_scores(ridge: Ridge, sides: NDArray[np.bool_], fold: NDArray[np.int64]) -> Floats:
    """Scores (n × B) by classifiers that saw no row of the fold, for sides (n × B).

    NaN where the other folds hold one side only.
    """
    found = np.full(sides.shape, np.nan)
    for one in np.unique(fold):
        test, train = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
        share = sides[train].mean(axis=0)
        both = (share > 0) & (share < 1)
        if not both.any():
            continue
        # Both sides weigh alike in the fit.
        learnt = np.where(sides[np.ix_(train, both)], 0.5 / share[both], -0.5 / (1 - share[both]))
        told = ridge.told(test, train, learnt)
        # Rows that are alike tie, whatever the order of the sums behind them.
        size = np.abs(told).max(axis=0)
        found[np.ix_(test, both)] = np.round(told / np.where(size > 0, size, 1.0), 9)
    return found


def refitted_areas(ridge: Ridge, sides: NDArray[np.bool_], fold: NDArray[np.int64]) -> Floats:
    """The area within folds of classifiers fitted anew for each column of sides (n × B)."""
    scores = held_out_scores(ridge, sides, fold)
    above, pairs = np.zeros(sides.shape[1]), np.zeros(sides.shape[1])
    for one in np.unique(fold):
        mine = fold == one
        rank, side = rankdata(scores[mine], axis=0), sides[mine]
        m = side.sum(axis=0)
        fitted = np.isfinite(scores[mine]).all(axis=0)
        above += np.where(fitted, (rank * side).sum(axis=0) - m * (m + 1) / 2, 0.0)
        pairs += np.where(fitted, m * (mine.sum() - m), 0.0)
    return np.where(pairs > 0, above / np.where(pairs > 0, pairs, 1), np.nan)


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

"""Ridge regression on 0/1 labels, solved in the dual, with exact held-out scores.

With G = (K + lambda W^-1)^-1 and a = G (y - mean), the residual of a held-out
block B is G_BB^-1 a_B: the cross-validation formula for linear smoothers (for
instance An, Liu and Venkatesh 2007), so that one inverse serves all inner folds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack
from scripts.train_annotators.matrix import Matrix

from usergap.annotators.turn_features import Floats

LAMBDA = 8.0
SIMULATED_WEIGHT = 0.5
LEVELS = 127


@dataclass(frozen=True)
class Weights:
    """One model: int8 weights with one step per label, dense weights, intercept."""

    sparse: npt.NDArray[np.int8]
    step: Floats
    dense: Floats
    bias: Floats

    def scores(self, matrix: Matrix, rows: npt.NDArray[np.int64]) -> Floats:
        """(rows, labels) with the weights as they are shipped."""
        out = matrix.sparse[rows] @ (self.sparse.astype(np.float32) * self.step)
        return out + matrix.dense[rows] @ self.dense + self.bias

    def silence(self, label: int) -> None:
        """Take all weight from one label: its score is 0."""
        self.sparse[:, label] = 0
        self.dense[:, label] = 0
        self.bias[label] = 0


def quantised(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Round to 255 levels per label; the few largest weights are cut at 12 deviations."""
    limit = np.minimum(np.abs(weights).max(axis=0), 12 * weights.std(axis=0))
    step = (limit / LEVELS).astype(np.float32)
    return np.clip(np.rint(weights / step), -LEVELS, LEVELS).astype(np.int8), step


def fit(
    kernel: Floats,
    matrix: Matrix,
    gold: Floats,
    weight: Floats,
    group: npt.NDArray[np.int64],
    train: npt.NDArray[np.int64],
    inner: npt.NDArray[np.int64],
) -> tuple[Weights, Floats]:
    """Train on the rows ``train``; also their held-out scores by ``inner`` folds."""
    mean = np.average(gold[train], axis=0, weights=weight[train]).astype(np.float32)
    system = kernel[np.ix_(train, train)].copy(order="F")
    system[np.diag_indices(len(train))] += LAMBDA / weight[train]
    factor, info = lapack.spotrf(system, lower=1, overwrite_a=1)
    inverse, again = lapack.spotri(factor, lower=1, overwrite_c=1)
    if info or again:
        raise ArithmeticError("the ridge system is not positive definite")
    # potri fills the lower triangle only; multiply through both halves.
    target = gold[train] - mean
    lower = np.tril(inverse)
    dual = lower @ target + lower.T @ target - np.diag(lower)[:, None] * target
    held_out = np.empty_like(target)
    for fold in np.unique(inner):
        block = np.flatnonzero(inner == fold)
        part = lower[np.ix_(block, block)]
        part = part + part.T - np.diag(np.diag(part))
        held_out[block] = gold[train[block]] - np.linalg.solve(part, dual[block])
    weights = matrix.sparse[train].T @ dual
    weights[~matrix.enough(np.unique(group[train]))] = 0
    small, step = quantised(weights)
    return Weights(small, step, matrix.dense[train].T @ dual, mean.copy()), held_out

"""The ridge classifier of a view with few columns, solved for the columns' weights.

The same regression as in its dual form: with rows X, centred on those learnt from,
Xᵀ(XXᵀ + λ)⁻¹ = (XᵀX + λ)⁻¹Xᵀ (Murphy 2012, section 14.4.3). Scores differ by the rounding
of floats only; time and memory grow with the rows, not with their cube and square.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from usergap.probes.discrimination.ridge import Gram, Ridge, penalty_of, scaled
from usergap.probes.discrimination.views import Matrix
from usergap.probes.inference import Floats


@dataclass(frozen=True)
class ThinRidge:
    """``rows``: n × d, columns scaled where a view has units."""

    rows: Floats

    def part(self, rows: NDArray[np.int64]) -> ThinRidge:
        """The same with these rows only."""
        return ThinRidge(self.rows[rows])

    def told(self, test: NDArray[np.int64], train: NDArray[np.int64], targets: Floats) -> Floats:
        """Scores of ``test`` (rows × B), as of ``Ridge``."""
        learnt = self.rows[train]
        learnt = learnt - learnt.mean(axis=0)
        square = learnt.T @ learnt
        penalty = penalty_of(float(np.trace(square)), len(train))
        factor = cho_factor(square + penalty * np.eye(len(square)))
        return np.asarray(self.rows[test] @ cho_solve(factor, learnt.T @ targets))


def ridge_of(view: Matrix, *, scale: bool) -> Ridge:
    """The form that costs less; ``scale``: columns to SD 1, as of ``Gram.of``."""
    if sparse.issparse(view) or 2 * view.shape[1] > view.shape[0]:
        return Gram.of(view, scale=scale)
    rows = np.asarray(view, float)
    return ThinRidge(scaled(rows) if scale else rows)

"""Folds by connected group: a simulated dialogue is in the fold of its real twin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FOLDS = 5


def folds(group: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
    """Fold of every row; rows of one group stay together."""
    distinct, row = np.unique(group, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(distinct))
    return (order % FOLDS)[row]

"""The training matrix: hashed columns seen in enough conversations, and dense ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from usergap.annotators.turn_features import Floats, TurnFeatures, scaled
from usergap.annotators.turn_ngrams import BLOCKS

LEAST_GROUPS = 5
"""Privacy: a feature seen in fewer groups of conversations gets no weight."""
DENSE_WEIGHT = 1.0
CLIP = 4.0


@dataclass(frozen=True)
class Matrix:
    """One row per turn; ``seen`` is (columns, groups) of 0/1."""

    sparse: sparse.csr_matrix
    dense: Floats
    buckets: npt.NDArray[np.int64]
    rarity: Floats
    mean: Floats
    scale: Floats
    seen: sparse.csc_matrix

    def enough(self, groups: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which columns occur in at least ``LEAST_GROUPS`` of these groups."""
        return np.asarray(self.seen[:, groups].sum(axis=1)).ravel() >= LEAST_GROUPS

    def kernel(self) -> Floats:
        """(turns, turns): inner products of all rows."""
        out = self.dense @ self.dense.T
        for start in range(0, self.sparse.shape[1], 2000):
            block = self.sparse[:, start : start + 2000].toarray()
            out += block @ block.T
        return out


def matrix(
    features: TurnFeatures, group: npt.NDArray[np.int64], counted: npt.NDArray[np.bool_]
) -> Matrix:
    """Select, weigh and scale; ``group`` is one number per turn.

    Only groups of turns that are ``counted`` make a feature one that is seen.
    """
    turn = features.rows // len(BLOCKS)
    buckets, column = np.unique(features.buckets, return_inverse=True)
    ones = counted[turn].astype(np.float32)
    seen = sparse.csr_matrix((ones, (column, group[turn])), shape=(len(buckets), group.max() + 1))
    seen.data = np.minimum(seen.data, 1)
    keep = np.flatnonzero(np.asarray(seen.sum(axis=1)).ravel() >= LEAST_GROUPS)
    number = np.full(len(buckets), -1)
    number[keep] = np.arange(len(keep))
    kept = number[column] >= 0
    rows, column = features.rows[kept], number[column[kept]]
    turns = len(features.view)
    present = sparse.csr_matrix(
        (np.ones(len(rows)), (rows // len(BLOCKS), column)), shape=(turns, len(keep))
    )
    present.sum_duplicates()
    count = np.bincount(present.indices, minlength=len(keep))
    rarity = np.log(turns / count).astype(np.float32)
    mean, scale = features.context.mean(axis=0), features.context.std(axis=0) + 1e-6
    scale *= np.sqrt(len(scale) / DENSE_WEIGHT)
    limit = CLIP * np.sqrt(DENSE_WEIGHT / len(scale))
    dense = np.clip((features.context - mean) / scale, -limit, limit)
    seen = seen[keep]
    return Matrix(
        scaled(rows, column, rarity, turns), dense, buckets[keep], rarity, mean, scale, seen.tocsc()
    )

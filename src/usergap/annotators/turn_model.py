"""The shipped linear model of intent, feedback and identity: arrays and scores.

Five fold models share their columns; unseen text is scored by their average. A
dialogue that was trained on is scored by the fold model that never saw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from usergap.annotators.hashing import Ints
from usergap.annotators.turn_features import Columns, Floats, TurnFeatures, known
from usergap.annotators.turn_ngrams import BLOCKS


@dataclass(frozen=True)
class TurnModel:
    """Weights of the fold models.

    ``sparse`` is (folds, columns, labels) in int8 with one ``step`` per fold and
    label; ``dense`` (folds, dense features, labels); ``bias`` and ``thresholds``
    (folds, labels). ``seen``/``fold`` map the hash of a training turn to the
    fold whose model never saw it.
    """

    buckets: npt.NDArray[np.int32]
    rarity: npt.NDArray[np.float16]
    sparse: npt.NDArray[np.int8]
    step: Floats
    mean: Floats
    scale: Floats
    clip: Floats
    dense: Floats
    bias: Floats
    thresholds: Floats
    seen: npt.NDArray[np.uint64]
    fold: npt.NDArray[np.int8]

    @property
    def folds(self) -> int:
        """The number of fold models."""
        return len(self.sparse)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.buckets)

    @cached_property
    def _rarity(self) -> Floats:
        return self.rarity.astype(np.float32)

    @cached_property
    def _weights(self) -> dict[int, tuple[Floats, Floats, Floats, Floats]]:
        return {}

    def weights(self, fold: int) -> tuple[Floats, Floats, Floats, Floats]:
        """Sparse and dense weights, bias, thresholds of a fold model; -1: their mean."""
        if fold not in self._weights:
            of = range(self.folds) if fold < 0 else [fold]
            total = np.zeros(self.sparse.shape[1:], dtype=np.float32)
            for one in of:
                total += self.sparse[one] * self.step[one]
            rest = (
                part[list(of)].mean(axis=0) for part in (self.dense, self.bias, self.thresholds)
            )
            self._weights[fold] = (total / len(of), *rest)
        return self._weights[fold]

    def margins(self, features: TurnFeatures, fold: Ints) -> Floats:
        """(turns, labels): score minus threshold by the model of ``fold[turn]``."""
        turns = len(features.view)
        matrix = known(features.rows, features.buckets, self._columns, self._rarity, turns)
        dense = features.context - self.mean
        dense /= self.scale
        np.clip(dense, -self.clip, self.clip, out=dense)
        out = np.empty((turns, self.bias.shape[1]), dtype=np.float32)
        for model in np.unique(fold).tolist():
            rows = np.flatnonzero(fold == model)
            sparse, weights, bias, thresholds = self.weights(model)
            some = matrix if len(rows) == turns else matrix[rows]
            out[rows] = some @ sparse + dense[rows] @ weights + (bias - thresholds)
        return out

    def save(self, file: Path | IO[bytes]) -> None:
        """Write the arrays as a compressed .npz."""
        arrays = {name: getattr(self, name) for name in self.__dataclass_fields__}
        np.savez_compressed(file, blocks=np.array(BLOCKS), **arrays)


def load(file: Path | IO[bytes]) -> TurnModel:
    """Read a model; pickled content is refused."""
    with np.load(file, allow_pickle=False) as found:
        if tuple(found["blocks"].tolist()) != BLOCKS:
            raise ValueError("the weights were made for other features: train them again")
        return TurnModel(**{name: found[name] for name in TurnModel.__dataclass_fields__})

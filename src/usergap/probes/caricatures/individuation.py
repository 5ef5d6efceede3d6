"""Individuation: can a classifier tell a persona's dialogues from the default's (CoMPosT)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.caricatures.cells import Cell
from usergap.probes.chance import p_above
from usergap.probes.discrimination.ridge import Gram, folds_by
from usergap.probes.discrimination.views import bag, words_of
from usergap.probes.inference import Floats, Items, deals

FOLDS: Final = 5
REFITS: Final = 200


def individuation(
    cell: Cell,
    dialogues: Sequence[Dialogue],
    block: NDArray[np.int64],
    ids: Sequence[str],
    vectors: Floats | None = None,
    *,
    seed: int,
    replicates: int = REFITS,
) -> tuple[Floats, float, float]:
    """Hits (n, NaN outside the cell), balanced accuracy, and p with classifiers fitted anew.

    ``vectors``: embeddings in the place of words. The accuracy is NaN where the cell is one
    group.
    """
    rows = np.flatnonzero(cell.here | cell.topic)
    if vectors is None:
        gram = Gram.of(bag([dialogues[i] for i in rows.tolist()], words_of), scale=False)
    else:
        gram = Gram.of(vectors[rows], scale=False)
    items = Items(block[rows], cell.here[rows])
    fold = folds_by(items.block, [ids[i] for i in rows.tolist()], FOLDS)
    hits = held_out_hits(gram, items.simulated[:, None], fold)
    accuracy = float(balanced_accuracy(hits, items.simulated[:, None])[0])
    name = "caricature." + "|".join(cell.name)
    under = np.concatenate(
        [
            balanced_accuracy(held_out_hits(gram, sides.T, fold), sides.T)
            for sides in deals(items, min(REFITS, replicates), seed, name)
        ]
    )
    whole = np.full(len(dialogues), np.nan)
    whole[rows] = hits[:, 0]
    return whole, accuracy, p_above(accuracy, under)


def held_out_hits(gram: Gram, sides: NDArray[np.bool_], fold: NDArray[np.int64]) -> Floats:
    """1 where a row's side (n × B) was told right by a classifier that saw no row of its fold.

    The cut lies midway between both sides' mean scores in training; a row on it counts half.
    NaN where the other folds hold one side only.
    """
    found = np.full(sides.shape, np.nan)
    for one in np.unique(fold):
        test, train = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
        share = sides[train].mean(axis=0)
        both = (share > 0) & (share < 1)
        if not both.any():
            continue
        mine, p = sides[np.ix_(train, both)], share[both]
        weights = gram.solver(train)(np.where(mine, 0.5 / p, -0.5 / (1 - p)))
        learnt = gram.products[np.ix_(train, train)] @ weights
        n = len(train)
        cut = 0.5 * (
            np.where(mine, learnt, 0.0).sum(axis=0) / (p * n)
            + np.where(mine, 0.0, learnt).sum(axis=0) / ((1 - p) * n)
        )
        score = gram.products[np.ix_(test, train)] @ weights - cut
        size = np.abs(score).max(axis=0)
        score = np.round(score / np.where(size > 0, size, 1.0), 9)
        right = np.where(sides[np.ix_(test, both)], score > 0, score < 0)
        found[np.ix_(test, both)] = np.where(score == 0, 0.5, right)
    return found


def balanced_accuracy(hits: Floats, sides: NDArray[np.bool_]) -> Floats:
    """Mean over both sides of the share that was told right, per column (B,)."""
    known = np.isfinite(hits)
    parts = []
    for side in (sides, ~sides):
        mine = side & known
        n = mine.sum(axis=0)
        right = np.where(mine, hits, 0.0).sum(axis=0)
        parts.append(np.where(n > 0, right / np.where(n > 0, n, 1), np.nan))
    return np.asarray((parts[0] + parts[1]) / 2)

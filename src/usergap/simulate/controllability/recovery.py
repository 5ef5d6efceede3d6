"""Recovery: ridge regression on hashed words, tested on groups that it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.hashing import batch, buckets, tokens, word_ngrams

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
BITS = 16
CHUNK = 64
RIDGE = 1.0
NAME = "ridge on words 1"


@dataclass(frozen=True)
class Recovery:
    """Models of the other folds, as one matrix (n, n): what each text's label says of others'.

    The matrix does not depend on the labels, so shuffled ones cost a product only.
    """

    hat: Floats

    @classmethod
    def of(cls, texts: Sequence[str], fold: Ints) -> Recovery:
        """Kernel ridge regression (penalty 1) of each fold on the others; ``fold`` (n,) numbers.

        The words are centred on the kept folds: what all texts share tells nothing, and
        without that a class would be told the less, the more of it is left out.
        """
        gram = similarities(texts)
        hat = np.zeros_like(gram)
        for each in np.unique(fold):
            out, kept = np.flatnonzero(fold == each), np.flatnonzero(fold != each)
            inside = gram[np.ix_(kept, kept)]
            across = gram[np.ix_(out, kept)] - inside.mean(axis=0)
            inside = inside - inside.mean(axis=0)
            inside = inside - inside.mean(axis=1, keepdims=True) + RIDGE * np.eye(len(kept))
            across = across - across.mean(axis=1, keepdims=True)
            hat[np.ix_(out, kept)] = np.linalg.solve(inside, across.T).T
        return cls(hat)

    def told(self, labels: Ints, classes: int) -> Ints:
        """The label of each text as if all classes were equally frequent, (sets, n).

        ``labels`` (sets, n) from 0 to ``classes`` - 1: each set is a fit of its own. The
        class told is the one whose share is raised most by the words, by what factor.
        """
        out = np.zeros_like(labels)
        for start in range(0, len(labels), CHUNK):
            one_hot = np.eye(classes)[labels[start : start + CHUNK]]
            shares = np.maximum(one_hot.mean(axis=1, keepdims=True), 1 / labels.shape[1])
            lift = np.tensordot(self.hat, one_hot / shares, axes=(1, 1))
            out[start : start + CHUNK] = lift.argmax(axis=2).T
        return out


def similarities(texts: Sequence[str]) -> Floats:
    """Cosine of texts by their words and pairs of words, (n, n); 0 for a text without words.

    Each n-gram counts once a text, weighted by ln((1 + n) / (1 + texts with it)) + 1.
    """
    from scipy.sparse import csr_array

    words = tokens(batch(texts))
    cells = []
    for n in (1, 2):
        text, hashes = word_ngrams(words, n)
        cells.append(np.stack([text, buckets(hashes, n, BITS) + (n << BITS)], axis=1))
    found = np.unique(np.concatenate(cells), axis=0)
    used, column = np.unique(found[:, 1], return_inverse=True)
    column = column.reshape(-1)
    weight = np.log((1 + len(texts)) / (1 + np.bincount(column, minlength=len(used)))) + 1
    values = weight[column]
    length = np.sqrt(np.bincount(found[:, 0], weights=values**2, minlength=len(texts)))
    values = values / length[found[:, 0]]
    seen = csr_array((values, (found[:, 0], column)), shape=(len(texts), len(used)))
    return np.asarray((seen @ seen.T).toarray(), dtype=np.float64)


def folds_of(groups: Sequence[int], folds: int, seed: int) -> Ints:
    """A fold for each unit, whole groups together, as even as can be in groups."""
    numbers, place = np.unique(np.asarray(groups, dtype=np.int64), return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    return np.asarray(order[place.reshape(-1)] % folds, dtype=np.int64)


def subset(groups: Sequence[int], most: int, seed: int) -> Ints:
    """The places of at most ``most`` units, in order: whole groups, drawn by seed.

    The first group drawn is kept even where it alone has more.
    """
    if len(groups) <= most:
        return np.arange(len(groups), dtype=np.int64)
    group = np.asarray(groups, dtype=np.int64)
    numbers, sizes = np.unique(group, return_counts=True)
    order = np.random.default_rng([seed, 2]).permutation(len(numbers))
    within = np.cumsum(sizes[order]) <= most
    within[0] = True
    return np.asarray(np.flatnonzero(np.isin(group, numbers[order][within])), dtype=np.int64)

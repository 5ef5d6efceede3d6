"""Similarity of texts, and how alike the texts of one side or of two are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from usergap.probes.discrimination.views import BUCKETS, Matrix, cleaned
from usergap.probes.inference import Floats, Statistic
from usergap.probes.words import lowered


def similarities(texts: Sequence[str], embed: Any = None) -> Floats:
    """Cosine similarities (n × n) of all texts; the diagonal is 1."""
    return products(unit_vectors(texts, embed))


def unit_vectors(texts: Sequence[str], embed: Any = None) -> Matrix:
    """Bags of cleaned words by tf-idf, or ``embed``'s vectors; each text of length 1 (n × d).

    Words are weighed by (1 + log tf) log((1 + n) / (1 + df)); a text without a word is like
    no other. A text whose words stand in all texts, and so weigh nothing, is like those that
    are made of the very same words, and no other.
    """
    if embed is None:
        return _tfidf(texts)
    vectors = np.asarray(embed(list(texts)), float)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1.0))


def products(vectors: Matrix) -> Floats:
    """Inner products of all rows (n × n), the diagonal set to 1."""
    found = vectors @ vectors.T
    dense = found.todense() if sparse.issparse(found) else found
    told = np.array(dense, float)
    np.fill_diagonal(told, 1.0)
    return told


def self_similarity_difference(near: Floats, block: NDArray[np.int64]) -> Statistic:
    """Mean similarity of two texts of other groups, within simulated minus within real.

    A U-statistic: pairs of one group, and a group's copies in a resample, do not count.
    """
    same = block[:, None] == block[None, :]
    other = np.where(same, 0.0, near)
    apart = (~same).astype(float)

    def mean(weights: Floats) -> Floats:
        total = ((weights @ other) * weights).sum(axis=1)
        pairs = ((weights @ apart) * weights).sum(axis=1)
        return np.where(pairs > 0, total / np.where(pairs > 0, pairs, 1), np.nan)

    def statistic(real: Floats, simulated: Floats) -> Floats:
        return np.asarray(mean(simulated) - mean(real))

    return statistic


def vendi(near: Floats) -> float:
    """Vendi score: exp of the entropy of the eigenvalues of K / n (Friedman and Dieng 2023)."""
    values = np.linalg.eigvalsh(near / len(near))
    values = values[values > 1e-12]
    return float(np.exp(-(values * np.log(values)).sum()))


def clusters(near: Floats, least: float) -> list[int]:
    """Groups of texts joined by a similarity of ``least`` or more (single linkage)."""
    number = list(range(len(near)))
    for i in range(len(near)):
        for j in range(i):
            if near[i, j] >= least and number[i] != number[j]:
                old, new = max(number[i], number[j]), min(number[i], number[j])
                number = [new if each == old else each for each in number]
    return number


def _tfidf(texts: Sequence[str]) -> sparse.csr_matrix:
    from collections import Counter
    from zlib import crc32

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    counted = [
        Counter(crc32(word.encode("utf-8", "replace")) % BUCKETS for word in lowered(cleaned(text)))
        for text in texts
    ]
    held = Counter(word for counts in counted for word in counts)
    common: dict[frozenset[tuple[int, int]], int] = {}
    """A column of its own for each bag of words that all texts have."""
    for row, counts in enumerate(counted):
        weights = np.array(
            [
                (1 + np.log(times)) * np.log((1 + len(texts)) / (1 + held[word]))
                for word, times in counts.items()
            ]
        )
        norm = float(np.sqrt((weights**2).sum()))
        if counts and not norm:
            rows.append(row)
            columns.append(BUCKETS + common.setdefault(frozenset(counts.items()), len(common)))
            values.append(1.0)
            continue
        rows += [row] * len(counts)
        columns += counts.keys()
        values += (weights / norm).tolist()
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS + len(common)))

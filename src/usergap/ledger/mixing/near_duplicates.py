"""Near-duplicates by MinHash with banding, each candidate then compared exactly.

MinHash: Broder 1997. Two sets agree in one minimum with probability J, their Jaccard
similarity; banding (Indyk and Motwani 1998) makes them candidates with probability
1 − (1 − J^r)^b for b bands of r minima. What is reported was compared exactly, so there is
no false find; a pair at the default threshold of 0.8 is missed with probability 5·10⁻⁸.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.hashing import Hashes, Ints, mixed
from usergap.ledger.mixing.postings import Postings
from usergap.ledger.mixing.shingles import Shingles, jaccard

THRESHOLD: Final = 0.8
BANDS: Final = 32
ROWS: Final = 4
FEW: Final = 200
"""Candidates that are compared one by one; where there are more, postings may be cheaper."""
STEPS_OF_A_PAIR: Final = 5_000
"""Additions along postings in the time that one pair takes (some 10 µs)."""


def signatures(sets: Shingles, minima: int = BANDS * ROWS) -> Hashes:
    """(texts, minima): the least of each set's hashes under ``minima`` random orders.

    An empty set has the largest number throughout and is never a candidate.
    """
    found = np.full((len(sets), minima), np.iinfo(np.uint64).max, np.uint64)
    filled = np.flatnonzero(np.diff(sets.first))
    if len(filled):
        starts = sets.first[filled]
        for order in range(minima):
            found[filled, order] = np.minimum.reduceat(mixed(sets.hashes, order + 2), starts)
    return found


def estimated_jaccard(signature: Hashes, other: Hashes) -> float:
    """The share of equal minima: unbiased, with variance J(1 − J)/minima."""
    return float(np.mean(signature == other))


def near_groups(sets: Shingles, threshold: float = THRESHOLD) -> list[int]:
    """A number per text, alike where texts are near-duplicates, directly or through others."""
    twin = _twins(sets)
    near, candidates = _Forest(len(sets)), _Forest(len(sets))
    buckets = list(_buckets(signatures(sets), sorted(set(twin)), sets))
    for bucket in buckets:
        for text in bucket[1:]:
            candidates.join(bucket[0], text)
    clusters: dict[int, list[list[int]]] = defaultdict(list)
    for bucket in buckets:
        clusters[candidates.root(bucket[0])].append(bucket)
    for cluster in clusters.values():
        _join_near(near, sets, cluster, threshold)
    return [near.root(head) for head in twin]


def _join_near(
    near: _Forest, sets: Shingles, cluster: Sequence[Sequence[int]], threshold: float
) -> None:
    """Join what is near in the buckets of one cluster, in the cheaper of two exact ways."""
    pairs = sum(len(bucket) * (len(bucket) - 1) // 2 for bucket in cluster)
    if pairs > FEW:
        texts = np.unique(np.concatenate([np.array(bucket, np.int64) for bucket in cluster]))
        postings = Postings.of(sets, texts)
        if postings.steps < pairs * STEPS_OF_A_PAIR:
            _join_all(near, sets, texts, postings, threshold)
            return
    for bucket in cluster:
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 :]:
                apart = near.root(one) != near.root(other)
                if apart and jaccard(sets.of(one), sets.of(other)) >= threshold:
                    near.join(one, other)


def _join_all(
    near: _Forest, sets: Shingles, texts: Ints, postings: Postings, threshold: float
) -> None:
    """Each text with all others at once, until all are one group."""
    apart = len(texts)
    for text in texts.tolist():
        if apart == 1:
            return
        for other in texts[postings.likeness(sets.of(text)) >= threshold].tolist():
            apart -= near.join(text, other)


def nearest(
    pool: Shingles, asked: Shingles, threshold: float = THRESHOLD
) -> tuple[Ints, NDArray[np.float64]]:
    """For each asked text the most alike text of the pool, -1 where none reaches the threshold.

    Returns places in the pool and exact Jaccard similarities (0 where there is none).
    """
    place = np.full(len(asked), -1, np.int64)
    like = np.zeros(len(asked))
    heads = np.array([head for head in sorted(set(_twins(pool))) if len(pool.of(head))], np.int64)
    tables = _tables(signatures(pool), heads.tolist())
    mine = signatures(asked)
    postings = None
    for text in range(len(asked)):
        own = asked.of(text)
        if not len(own):
            continue
        found = [t.get(k, ()) for t, k in zip(tables, _keys(mine[text]), strict=True)]
        if sum(map(len, found)) > FEW:
            postings = postings or Postings.of(pool, heads)
            likeness, others = postings.likeness(own), heads
        else:
            others = np.array(sorted(set().union(*found)), np.int64)
            likeness = np.array([jaccard(pool.of(head), own) for head in others.tolist()])
        if len(others) and (best := likeness.max()) >= threshold:
            place[text], like[text] = others[int(likeness.argmax())], best
    return place, like


class _Forest:
    """Groups of texts that grow together; a group's root is its first text."""

    def __init__(self, texts: int) -> None:
        self.parent = list(range(texts))

    def root(self, text: int) -> int:
        parent = self.parent
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    def join(self, one: int, other: int) -> bool:
        """Make two texts' groups one; whether they were two."""
        here, there = self.root(one), self.root(other)
        self.parent[max(here, there)] = min(here, there)
        return here != there


def _twins(sets: Shingles) -> list[int]:
    """Of each text the first one with the very same set; empty sets are like nothing."""
    first: dict[bytes, int] = {}
    return [
        first.setdefault(own.tobytes(), text) if len(own := sets.of(text)) else text
        for text in range(len(sets))
    ]


def _buckets(marks: Hashes, heads: Sequence[int], sets: Shingles) -> Iterator[list[int]]:
    """Texts that agree in all minima of a band, two or more together."""
    for table in _tables(marks, [head for head in heads if len(sets.of(head))]):
        yield from (bucket for bucket in table.values() if len(bucket) > 1)


def _tables(marks: Hashes, heads: Sequence[int]) -> list[dict[bytes, list[int]]]:
    """Of each band the texts by their minima."""
    tables: list[dict[bytes, list[int]]] = [defaultdict(list) for _ in range(BANDS)]
    for head in heads:
        for table, key in zip(tables, _keys(marks[head]), strict=True):
            table[key].append(head)
    return tables


def _keys(marks: Hashes) -> list[bytes]:
    """The minima of one text, band by band."""
    return [marks[band * ROWS : (band + 1) * ROWS].tobytes() for band in range(BANDS)]

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
from usergap.ledger.mixing.shingles import Shingles, jaccard

THRESHOLD: Final = 0.8
BANDS: Final = 32
ROWS: Final = 4


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
    parent = list(range(len(sets)))

    def root(text: int) -> int:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for bucket in _buckets(signatures(sets), sorted(set(twin)), sets):
        for place, one in enumerate(bucket):
            for other in bucket[place + 1 :]:
                here, there = root(one), root(other)
                if here != there and jaccard(sets.of(one), sets.of(other)) >= threshold:
                    parent[max(here, there)] = min(here, there)
    return [root(head) for head in twin]


def nearest(
    pool: Shingles, asked: Shingles, threshold: float = THRESHOLD
) -> tuple[Ints, NDArray[np.float64]]:
    """For each asked text the most alike text of the pool, -1 where none reaches the threshold.

    Returns places in the pool and exact Jaccard similarities (0 where there is none).
    """
    place = np.full(len(asked), -1, np.int64)
    like = np.zeros(len(asked))
    heads = sorted(set(_twins(pool)))
    theirs, mine = signatures(pool), signatures(asked)
    candidates: dict[int, set[int]] = defaultdict(set)
    for band in range(BANDS):
        columns = slice(band * ROWS, (band + 1) * ROWS)
        table: dict[bytes, list[int]] = defaultdict(list)
        for head in heads:
            if len(pool.of(head)):
                table[theirs[head, columns].tobytes()].append(head)
        for text in range(len(asked)):
            if len(asked.of(text)):
                candidates[text].update(table.get(mine[text, columns].tobytes(), ()))
    for text, heads_found in candidates.items():
        for head in sorted(heads_found):
            value = jaccard(pool.of(head), asked.of(text))
            if value >= threshold and value > like[text]:
                place[text], like[text] = head, value
    return place, like


def _twins(sets: Shingles) -> list[int]:
    """Of each text the first one with the very same set; empty sets are like nothing."""
    first: dict[bytes, int] = {}
    return [
        first.setdefault(own.tobytes(), text) if len(own := sets.of(text)) else text
        for text in range(len(sets))
    ]


def _buckets(marks: Hashes, heads: Sequence[int], sets: Shingles) -> Iterator[list[int]]:
    """Texts that agree in all minima of a band, two or more together."""
    for band in range(BANDS):
        table: dict[bytes, list[int]] = defaultdict(list)
        for head in heads:
            if len(sets.of(head)):
                table[marks[head, band * ROWS : (band + 1) * ROWS].tobytes()].append(head)
        yield from (bucket for bucket in table.values() if len(bucket) > 1)

"""Retrieval: the texts nearest to a query, by hashed tf-idf vectors; the same everywhere.

Weight of a word in a text: (1 + ln count) * (ln((1 + texts) / (1 + texts with it)) + 1),
vectors of length 1, cosine (Salton and Buckley 1988, doi 10.1016/0306-4573(88)90021-0).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

SIZE = 1 << 14
_WORD = re.compile(r"\w+")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """Texts as vectors; ``rare`` holds each slot's weight by how many texts use it."""

    places: tuple[npt.NDArray[np.int64], ...] = field(repr=False)
    values: tuple[Floats, ...] = field(repr=False)
    rare: Floats = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Index:
        """An index of texts, which are known by their number."""
        counts = [_counts(text) for text in texts]
        used = np.zeros(SIZE)
        for own in counts:
            used[list(own)] += 1
        rare = np.log((1 + len(texts)) / (1 + used)) + 1
        vectors = [_vector(own, rare) for own in counts]
        return cls(tuple(v[0] for v in vectors), tuple(v[1] for v in vectors), rare)

    def top(self, query: str, k: int, among: Sequence[int] | None = None) -> list[int]:
        """The numbers of the ``k`` texts nearest to ``query``, nearest first.

        ``among``: only these texts. Of equally near ones the later comes first, and
        texts that share no word with the query are never among them.
        """
        places, values = _vector(_counts(query), self.rare)
        dense = np.zeros(SIZE)
        dense[places] = values
        chosen = range(len(self.places)) if among is None else among
        near = [(float(self.values[n] @ dense[self.places[n]]), n) for n in chosen]
        return [n for cosine, n in sorted(near, reverse=True)[:k] if cosine > 0]


def _counts(text: str) -> Counter[int]:
    words = _WORD.findall(text.casefold())
    return Counter(zlib.crc32(word.encode("utf-8", "replace")) % SIZE for word in words)


def _vector(counts: Counter[int], rare: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    places = np.array(sorted(counts), dtype=np.int64)
    values = np.array([1 + np.log(counts[place]) for place in places.tolist()]) * rare[places]
    length = float(np.sqrt(np.square(values).sum()))
    return places, np.asarray(values / length if length else values, dtype=np.float64)

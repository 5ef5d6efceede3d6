"""The frozen embedding of knowledge statements: text in, a direction in 64 dimensions out.

A statement is the sum of its words' rows, each row = idf × projection, scaled to length
1; a dialogue's vector is the direction of the mean of its statements. Words are stemmed
and hashed by CRC-32 (ISO 3309): the same everywhere, and no vocabulary is shipped. Rows
exist for words of at least 5 conversations; others weigh nothing. The projection was
learnt offline by ``scripts/build_knowledge_space.py``: truncated SVD of tf-idf (latent
semantic analysis, Deerwester et al. 1990), then the 64 directions in which conversations
differ most relative to the messages within one (linear discriminants, Fisher 1936).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

SPACE_VERSION: Final = "1"
DIMENSIONS: Final = 64

_REMEMBERED: Final = 1 << 16

Floats = npt.NDArray[np.float32]


class _Rows(dict[str, int]):
    """Row number of each lower-case word met so far; row 0 is all zeros."""

    def __init__(self, index: dict[int, int]) -> None:
        self.index = index

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:  # hostile input may hold any number of words
            self.clear()
        row = self[word] = self.index.get(word_hash(word), 0)
        return row


class Space:
    """Word hashes and what they point to: ``keys`` (words), ``rows`` (words × 64)."""

    def __init__(self, keys: Sequence[int], rows: Floats) -> None:
        self.rows = np.vstack((np.zeros((1, DIMENSIONS), np.float32), rows))
        self._row_of = _Rows({int(key): number for number, key in enumerate(keys, 1)})

    def embed(self, groups: Sequence[Sequence[Sequence[str]]]) -> npt.NDArray[np.int8]:
        """The direction of the mean statement of each group: groups × 64, int8.

        ``groups`` hold statements, statements hold at least one lower-case word. A
        group without a known word is all zeros. The largest component of a row is ±127:
        only the direction counts. The result for one group does not depend on the others.
        """
        out = np.zeros((len(groups), DIMENSIONS), dtype=np.int8)
        stated = [words for group in groups for words in group]
        if not stated:
            return out
        lengths = np.fromiter(map(len, stated), dtype=np.intp, count=len(stated))
        found = list(map(self._row_of.__getitem__, chain.from_iterable(stated)))
        sums = np.add.reduceat(self.rows[found], np.cumsum(lengths) - lengths, axis=0)
        sums /= np.maximum(np.sqrt((sums * sums).sum(axis=1, keepdims=True)), 1e-12)
        sizes = np.fromiter(map(len, groups), dtype=np.intp, count=len(groups))
        filled = np.flatnonzero(sizes)
        means = np.add.reduceat(sums, (np.cumsum(sizes) - sizes)[filled], axis=0)
        means *= 127 / np.maximum(np.abs(means).max(axis=1, keepdims=True), 1e-12)
        out[filled] = np.rint(means)
        return out


def word_hash(word: str) -> int:
    """The hash of a lower-case word's stem.

    >>> word_hash("vectors") == word_hash("vector")
    True
    """
    return crc32(stem(word).encode("utf-8", "surrogatepass"))


def stem(word: str) -> str:
    """The word without plural, -ing, -ed and final -e: crude, frozen, English.

    >>> [stem(word) for word in ("studies", "recipes", "walking", "glass")]
    ['study', 'recip', 'walk', 'glass']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 6 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 5 and word.endswith("ed"):
        word = word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@cache
def shipped_space() -> Space:
    """The space that ships with the package."""
    return load_space(files("usergap.dimensions") / "knowledge_space.npz")


def load_space(path: Traversable) -> Space:
    """A space as ``scripts/build_knowledge_space.py`` writes it."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        keys, rows, scale = stored["keys"], stored["rows"], stored["scale"]
    return Space(keys.tolist(), rows.astype(np.float32) * scale.astype(np.float32)[:, None])

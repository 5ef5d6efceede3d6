"""Small English word lists that the linear annotators count and abstract over.

Each list is a class of words or phrases of up to three tokens. ``lookup`` gives
the hashes of all of them, so that a batch is searched with one ``searchsorted``
per phrase length. The lists are our own; a change of them needs new weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from usergap.annotators.hashing import Hashes, Ints, Tokens, batch, tokens, word_ngrams


def _read() -> dict[str, str]:
    text = (files("usergap.annotators") / "lexicons.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())


LEXICONS: Final = _read()
"""Phrases of each list, separated by bars, from ``lexicons.tsv``."""

_PLACES: Final = 18
_MASK: Final = np.uint64(2**_PLACES - 1)

NAMES: tuple[str, ...] = tuple(LEXICONS)


@dataclass(frozen=True)
class Lookup:
    """Hashes of the phrases of one length, and the lists that hold each."""

    hashes: Hashes
    shift: int
    place: npt.NDArray[np.int16]  # row of the only phrase that can stand at a place
    member: npt.NDArray[np.float32]  # (phrases, lists) of 0/1


def _places(hashes: Hashes, shift: int) -> Ints:
    """``_PLACES`` bits of each hash."""
    return ((hashes >> np.uint64(shift)) & _MASK).astype(np.int64)


@cache
def lookup() -> tuple[Lookup, Lookup, Lookup]:
    """The phrases of one, two and three tokens."""
    phrases: list[dict[int, set[int]]] = [{}, {}, {}]
    for number, text in enumerate(LEXICONS.values()):
        words = tokens(batch(text.split("|")))
        sizes = np.diff(words.first)
        for n in (1, 2, 3):
            at, hashes = word_ngrams(words, n)
            for key in hashes[sizes[at] == n].tolist():
                phrases[n - 1].setdefault(key, set()).add(number)
    tables = []
    for found in phrases:
        keys = np.array(sorted(found), dtype=np.uint64)
        member = np.zeros((len(keys), len(NAMES)), dtype=np.float32)
        for row, key in enumerate(keys.tolist()):
            member[row, list(found[key])] = 1
        for shift in range(64 - _PLACES):  # the first that tells all phrases apart
            at = _places(keys, shift)
            if len(np.unique(at)) == len(keys):
                break
        place = np.zeros(2**_PLACES, dtype=np.int16)
        place[at] = np.arange(len(keys))
        tables.append(Lookup(keys, shift, place, member))
    return tables[0], tables[1], tables[2]


def counts(words: Tokens, texts: int) -> npt.NDArray[np.float32]:
    """(texts, lists): how often phrases of each list occur in each text."""
    out = np.zeros((texts, len(NAMES)), dtype=np.float32)
    for n, table in enumerate(lookup(), 1):
        text, hashes = word_ngrams(words, n)
        row = table.place[_places(hashes, table.shift)]
        hit = np.flatnonzero(table.hashes[row] == hashes)
        shape = (texts, len(table.hashes))
        ones = np.ones(len(hit), dtype=np.float32)
        out += sparse.csr_matrix((ones, (text[hit], row[hit])), shape=shape) @ table.member
    return out

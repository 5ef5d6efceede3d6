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

from usergap.annotators.hashing import Hashes, Ints, Tokens, batch, tokens, word_ngrams
from usergap.compiled import kernel


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
    ordered: Ints  # (most, phrases): the first list of each phrase, the second ...; -1: no such


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
        most = max(len(numbers) for numbers in found.values())
        ordered = np.full((most, len(keys)), -1, dtype=np.int64)
        for row, key in enumerate(keys.tolist()):
            ordered[: len(found[key]), row] = sorted(found[key])
        tables.append(Lookup(keys, shift, place, member, ordered))
    return tables[0], tables[1], tables[2]


def counts(words: Tokens, texts: int) -> npt.NDArray[np.float32]:
    """(texts, lists): how often phrases of each list occur in each text."""
    return opening_counts(words, texts, 0)[0]


def opening_counts(
    words: Tokens, texts: int, size: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Twice (texts, lists): counts in the whole text, and in its first ``size`` tokens."""
    if kernel is None or not texts:
        return plain_counts(words, texts, size)
    whole, begun = (np.zeros((texts, len(NAMES)), np.float32) for _ in range(2))
    for n, table in enumerate(lookup(), 1):
        found = (table.hashes, table.shift, table.place, table.ordered)
        kernel.phrases(words.hashes, words.first, n, size, *found, whole, begun)
    return whole, begun


def plain_counts(
    words: Tokens, texts: int, size: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """``opening_counts`` without the compiled kernel."""
    whole, begun = [], []
    for n, table in enumerate(lookup(), 1):
        text, hashes = word_ngrams(words, n)
        row = table.place[_places(hashes, table.shift)]
        hit = np.flatnonzero(table.hashes[row] == hashes)
        text, row = text[hit], row[hit]
        if size:
            # the n-grams of a text follow each other: k tokens have k + 1 - n of them
            grams = np.maximum(np.diff(words.first) + 1 - n, 0)
            early = hit - (np.cumsum(grams) - grams)[text] <= size - n
        for lists in table.ordered:
            number = lists[row]
            found = number >= 0
            cells = text * len(NAMES) + number
            whole.append(cells[found])
            if size:
                begun.append(cells[found & early])
    return _table(whole, texts), _table(begun, texts)


def _table(cells: list[Ints], texts: int) -> npt.NDArray[np.float32]:
    """(texts, lists): how often each cell is named."""
    every = np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64)
    found = np.bincount(every, minlength=texts * len(NAMES))
    return found.astype(np.float32).reshape(texts, len(NAMES))

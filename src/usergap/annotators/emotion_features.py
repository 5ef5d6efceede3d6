"""What the emotion model reads of a sentence: hashed n-grams, each at its place.

Features of one sentence: runs of 1–3 words or marks, runs of 2–5 bytes with the spaces
around it, words of the emotion lists, and whether it is all capitals. Every occurrence
counts. They come as one flat array of column numbers per kind, in which a sentence is
a slice: sums over sentences need no sorting. Frozen: see ``hashing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from usergap.annotators.emotion_lexicon import table
from usergap.annotators.hashing import Hashes, Ints, Tokens, batch, mixed, tokens

BITS: Final = 19
WORD_ORDERS: Final = (1, 2, 3)
CHAR_ORDERS: Final = (2, 3, 4, 5)

Slices = tuple[Ints, Ints, Ints]
"""Columns of all sentences; first and one past the last of each sentence."""

_PLACEHOLDER = re.compile(r"\bNAME_\d+|\[(?:NAME|RELIGION)\]")
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_BYTES: Final = mixed(np.arange(256, dtype=np.uint64) + np.uint64(77))


HEAD: Final = 160
TAIL: Final = 80
"""Bytes read at the start and at the end of a sentence."""

MOST: Final = HEAD + TAIL + 2
"""No sentence has more features of one kind: its bytes with a space at either end."""


def normalized(text: str) -> str:
    """One apostrophe, one placeholder, the two ends: the rest means nothing or is too long."""
    text = text.replace("’", "'")
    if "NAME" in text or "[R" in text:
        text = _PLACEHOLDER.sub("someone", text)
    if len(text) >= HEAD + TAIL or not text.isascii():
        raw = text.encode("utf-8", "surrogatepass")
        if len(raw) >= HEAD + TAIL:
            raw = raw[:HEAD] + b" " + raw[1 - TAIL :]
            text = raw.decode("utf-8", "ignore")  # a letter cut in two goes
    return text


def in_capitals(sentence: str) -> bool:
    """Whether a sentence is all capitals and more than an abbreviation."""
    return sentence.isupper() and len(sentence) > 3


def features(sentences: Sequence[str]) -> Iterator[Slices]:
    """The features of each sentence, kind by kind."""
    texts = batch([normalized(sentence) for sentence in sentences])
    words = tokens(texts)
    yield from _words(words)
    keys, lists = table()
    row = np.minimum(np.searchsorted(keys, words.hashes), len(keys) - 1)
    listed = np.flatnonzero(keys[row] == words.hashes)
    bounds = np.searchsorted(listed, words.first)
    yield _columns(lists[row[listed]], 30), bounds[:-1], bounds[1:]
    yield from _chars(_BYTES[texts.data], texts.starts, texts.ends)
    capitals = np.array(list(map(in_capitals, sentences)))
    at = np.concatenate(([0], np.cumsum(capitals)))
    yield _columns(np.full(at[-1], 1, dtype=np.uint64), 31), at[:-1], at[1:]


def _words(words: Tokens) -> Iterator[Slices]:
    hashes = words.hashes
    for order in WORD_ORDERS:
        if order > 1:
            # h(n) = h(n-1) × base + next: a run that leaves its sentence is cut off below
            hashes = hashes[:-1] * _BASE + words.hashes[order - 1 :]
        yield _cut(hashes, order, words.first[:-1], words.first[1:], order)


def _chars(values: Hashes, starts: Ints, ends: Ints) -> Iterator[Slices]:
    # one space before the first sentence; between sentences one is shared
    values = np.concatenate((_BYTES[32:33], values))
    hashes = values
    for order in range(2, max(CHAR_ORDERS) + 1):
        hashes = hashes[:-1] * _BASE + values[order - 1 :]
        if order in CHAR_ORDERS:
            yield _cut(hashes, 10 + order, starts, ends + 2, order)


def _cut(hashes: Hashes, kind: int, starts: Ints, ends: Ints, order: int) -> Slices:
    # a sentence too short for a run at the very end would start beyond the last one
    starts = np.minimum(starts, len(hashes))
    return _columns(hashes, kind), starts, np.maximum(ends - order + 1, starts)


def _columns(hashes: Hashes, kind: int) -> Ints:
    """Multiply-shift hashing (Dietzfelbinger et al. 1997), another factor for each kind."""
    factor = np.uint64((0xD6E8FEB86659FD93 * (2 * kind + 1)) % 2**64)
    out = hashes * factor
    out >>= np.uint64(64 - BITS)
    return out.view(np.int64)

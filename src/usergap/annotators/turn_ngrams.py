"""The hashed part of a turn's features: n-grams of the turn and around it.

Features come in blocks; a block is scaled to length 1 per turn, so that a long
paste does not drown the few words before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from usergap.annotators.hashing import (
    Bytes,
    Hashes,
    Ints,
    Tokens,
    batch,
    buckets,
    char_ngrams,
    mixed,
    tokens,
    word_ngrams,
)
from usergap.annotators.lexicons import LEXICONS
from usergap.annotators.turn_view import TurnView, ends
from usergap.compiled import kernel

BITS: Final = 22
CHARS: Final = (4,)
BLOCKS: Final = ("words", "chars", "start", "shape", "answer_end", "reply_start", "reply_end")
_ABSTRACTED: Final = ("family", "people", "illness", "body", "occupation", "place", "trait")
_FUNCTION: Final = (
    "a an the this that these those it its is are was were be been am i i'm im i've ive i'd "
    "i'll me my mine we we're our us you your you're he she they his her their him them and "
    "or but if so as because then than not no don't dont didn't doesn't can't cannot can "
    "could would should will must may might do does did have has had what who which where "
    "when why how to of in on at by for from with without about into up out more another "
    "again also just only too very please all any some every each like love want need think "
    "feel believe know get got go going make made there here now before after since while "
    "used ? ! . , : ; - ( )"
)


@dataclass(frozen=True)
class Reading:
    """The tokens of the users' turns and of both ends of the chatbot's messages."""

    data: Bytes
    words: Tokens
    heads: Tokens
    tails: Tokens


def reading(view: TurnView) -> Reading:
    """Tokenise what the view shows."""
    texts = batch(view.texts)
    heads, tails = tokens(batch(view.heads)), tokens(batch(view.tails))
    return Reading(texts.data, tokens(texts), heads, tails)


@cache
def _shapes() -> tuple[Hashes, Hashes]:
    """Sorted token hashes and what each is abstracted to: its list, or itself."""
    words = tokens(batch([_FUNCTION]))
    table = {int(key): int(key) for key in words.hashes}
    for number, name in enumerate(_ABSTRACTED):
        found = tokens(batch(LEXICONS[name].split("|")))
        single = np.diff(found.first) == 1
        for key in found.hashes[single[found.text]].tolist():
            table.setdefault(key, number + 1)
    keys = np.array(sorted(table), dtype=np.uint64)
    return keys, np.array([table[int(key)] for key in keys], dtype=np.uint64)


def _shape(words: Tokens, data: Bytes) -> Hashes:
    """Each token's hash, abstracted: function words stay, the rest is a class.

    Classes are the lists about persons, numbers, and else the last two letters.
    """
    keys, values = _shapes()
    row = np.minimum(np.searchsorted(keys, words.hashes), len(keys) - 1)
    before = np.concatenate(([np.uint8(32)], data))  # before[i] is the byte before data[i]
    last = data[words.end - 1].astype(np.uint64)
    second = before[words.end - 1].astype(np.uint64)
    ending = second * np.uint64(256) + last + np.uint64(1000)
    initial = data[words.start]
    ending[(initial >= ord("0")) & (initial <= ord("9"))] = 999
    return np.where(keys[row] == words.hashes, values[row], mixed(ending))


def opening(words: Tokens, size: int) -> Tokens:
    """The first ``size`` tokens of each text."""
    keep = np.flatnonzero(np.arange(len(words.hashes)) - words.first[words.text] < size)
    text = words.text[keep]
    first = np.searchsorted(text, np.arange(len(words.first)))
    return Tokens(words.hashes[keep], text, first, words.start[keep], words.end[keep])


def _prefix(words: Tokens, n: int) -> tuple[Ints, Hashes]:
    """The first n tokens of each text that has so many, as one feature."""
    text, hashes = word_ngrams(words, n)
    sizes = np.diff(words.first)
    has = np.flatnonzero(sizes >= n)
    count = sizes[has] - n + 1
    at = np.cumsum(count) - count
    return text[at], hashes[at] + np.uint64(n)


def _around(words: Tokens, of: Ints, orders: tuple[int, ...]) -> Iterator[tuple[Ints, Hashes]]:
    """n-grams of the message ``of[turn]``, given to the turn."""
    for n in orders:
        text, hashes = word_ngrams(words, n)
        bounds = np.searchsorted(text, np.arange(len(words.first)))
        size = bounds[of + 1] - bounds[of]
        turn = np.repeat(np.arange(len(of)), size)
        at = np.arange(len(turn)) - np.repeat(np.cumsum(size) - size, size)
        yield turn, hashes[np.repeat(bounds[of], size) + at]


def _features(view: TurnView, read: Reading) -> Iterator[tuple[str, Ints, Hashes]]:
    """Block, turns and hashes of all n-gram features of the turns."""
    words = read.words
    for n in (1, 2, 3):
        yield "words", *word_ngrams(words, n)
    short = batch([ends(text, 160, 80) for text in view.texts])
    for n in CHARS:
        yield "chars", *char_ngrams(short, n)
    start = opening(words, 8)
    for n in (1, 2):
        yield "start", *word_ngrams(start, n)
    for n in (1, 2, 3):
        yield "start", *_prefix(start, n)
    shape = Tokens(_shape(words, read.data), words.text, words.first, words.start, words.end)
    for n in (2, 3, 4):
        text, hashes = word_ngrams(shape, n)
        yield "shape", text, hashes + np.uint64(n)
    for turn, hashes in _around(read.tails, view.before, (1, 2)):
        yield "answer_end", turn, hashes
    for turn, hashes in _around(opening(read.heads, 16), view.after, (1, 2, 3)):
        yield "reply_start", turn, hashes
    for turn, hashes in _around(read.tails, view.after, (1,)):
        yield "reply_end", turn, hashes


def occurrences(view: TurnView, read: Reading) -> tuple[Ints, Ints]:
    """Row (turn x block) and bucket of every feature occurrence."""
    if kernel is None:
        return plain_occurrences(view, read)
    words, heads, tails = read.words, read.heads, read.tails
    short = batch([ends(text, 160, 80) for text in view.texts])
    said = (words.hashes, _shape(words, read.data), words.first)
    answered = (heads.hashes, heads.first, tails.hashes, tails.first)
    rows, columns = kernel.occurrences(
        *said, short.data, short.starts, short.ends, *answered, view.before, view.after
    )
    return np.frombuffer(rows, dtype=np.int64), np.frombuffer(columns, dtype=np.int64)


def plain_occurrences(view: TurnView, read: Reading) -> tuple[Ints, Ints]:
    """``occurrences`` without the compiled kernel."""
    rows, columns = [], []
    for name, turn, hashes in _features(view, read):
        block = BLOCKS.index(name)
        rows.append(turn * len(BLOCKS) + block)
        columns.append(buckets(hashes, block + 1, BITS))
    return np.concatenate(rows), np.concatenate(columns)

"""Hashed word and character n-grams of a batch of texts, frozen and versioned.

One pass over one byte array for the whole batch, so that the cost is a few
nanoseconds a byte. Nothing here depends on Python's ``hash``: the same text has
the same features on every machine and in every process. A change of any value
that these functions return is a new ``HASH_VERSION``.

Source of the idea: feature hashing, Weinberger et al. 2009; rolling hash, Karp
and Rabin 1987; finaliser, splitmix64, Steele et al. 2014.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from usergap.compiled import kernel

HASH_VERSION: Final = "1"

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_SPACE: Final = 0x20


def _tables() -> tuple[Bytes, Bytes]:
    """Byte to folded byte (lower case, white space to one space), byte to class.

    Class 0 = white space and control, 1 = part of a word, 2 = a mark that is a
    token of its own. Bytes of letters outside ASCII are part of a word.
    """
    folded = np.arange(256, dtype=np.uint8)
    folded[ord("A") : ord("Z") + 1] += 32
    folded[:33] = _SPACE
    folded[127] = _SPACE
    kind = np.full(256, 2, dtype=np.uint8)
    kind[folded == _SPACE] = 0
    for first, last in (("0", "9"), ("A", "Z"), ("a", "z")):
        kind[ord(first) : ord(last) + 1] = 1
    kind[[ord("'"), ord("_")]] = 1
    kind[128:] = 1
    return folded, kind


_FOLDED, _KIND = _tables()
_FOLD: Final = _FOLDED.tobytes()


@dataclass(frozen=True)
class Batch:
    """Texts as one folded byte array; text i is ``data[starts[i]:ends[i]]``.

    One space stands between neighbours and after the last one.
    """

    data: Bytes
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class Tokens:
    """The words and marks of a batch in order of the texts: hash and text number.

    ``first[i]:first[i + 1]`` are the tokens of text i; ``start``/``end`` are bytes.
    """

    hashes: Hashes
    text: Ints
    first: Ints
    start: Ints
    end: Ints


def batch(texts: Sequence[str]) -> Batch:
    """Fold texts (case, white space) into one byte array."""
    blobs = [text.encode("utf-8", "surrogatepass") for text in texts]
    data = np.frombuffer((b" ".join(blobs) + b" ").translate(_FOLD), dtype=np.uint8)
    lengths = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    ends = np.cumsum(lengths + 1) - 1
    return Batch(data, ends - lengths, ends)


def mixed(hashes: Hashes, namespace: int = 0) -> Hashes:
    """Spread hashes over all 64 bits, differently for each namespace."""
    out = hashes ^ np.uint64(namespace * 0xD6E8FEB86659FD93 % 2**64)
    out ^= out >> np.uint64(30)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    out ^= out >> np.uint64(27)
    out *= np.uint64(0x94D049BB133111EB)
    out ^= out >> np.uint64(31)
    return out


def buckets(hashes: Hashes, namespace: int, bits: int) -> Ints:
    """Column numbers in ``range(2 ** bits)`` of hashes in one namespace."""
    return (mixed(hashes, namespace) >> np.uint64(64 - bits)).astype(np.int64)


def tokens(texts: Batch) -> Tokens:
    """Split into words (runs of letters, digits, ', _) and single marks.

    The hash of a word is a polynomial of its bytes: the same wherever it stands.
    """
    if kernel is None:
        return plain_tokens(texts)
    count = kernel.count_tokens(texts.data)
    text, start, end = (np.empty(count, dtype=np.int64) for _ in range(3))
    hashes, first = np.empty(count, np.uint64), np.empty(len(texts) + 1, np.int64)
    kernel.tokens(texts.data, texts.starts, hashes, text, first, start, end)
    return Tokens(hashes, text, first, start, end)


def plain_tokens(texts: Batch) -> Tokens:
    """``tokens`` without the compiled kernel."""
    kind = _KIND[texts.data]
    mark, inside = kind == 2, kind == 1
    begins, closes = inside.copy(), inside.copy()
    begins[1:] &= ~inside[:-1]
    closes[:-1] &= ~inside[1:]
    start = np.flatnonzero(begins | mark)
    end = np.flatnonzero(closes | mark) + 1
    value = _scattered(texts.data)
    hashes = np.empty(len(start), dtype=np.uint64)
    if len(start):
        hashes = _runs(value, start, end)
    first = np.searchsorted(start, np.append(texts.starts, len(texts.data)))
    text = np.repeat(np.arange(len(texts)), np.diff(first))
    return Tokens(mixed(hashes), text, first, start, end)


def _scattered(data: Bytes) -> Hashes:
    """A random 64-bit value per byte, so that small bytes do not make small sums."""
    return mixed(np.arange(256, dtype=np.uint64) + np.uint64(1))[data]


def _runs(value: Hashes, start: Ints, end: Ints) -> Hashes:
    """Polynomial hash of each run, Horner's rule over all runs at once.

    Step k works on the runs that are longer than k: words are short.
    """
    length = end - start
    # bytes that are not read, in 8 bits: sorted by radix
    order = np.argsort(_WORD - np.minimum(length, _WORD).astype(np.uint8), kind="stable")
    at = start[order]
    out = value[at]
    longer = len(at) - np.cumsum(np.bincount(np.minimum(length, _WORD), minlength=_WORD + 1))
    for step in range(1, _WORD):
        count = longer[step]  # runs of more than ``step`` bytes
        if not count:
            break
        some = out[:count]
        some *= _BASE
        some += value[at[:count] + step]
    result = np.empty_like(out)
    result[order] = out
    result += length.view(np.uint64)
    return result


_WORD: Final = 24
"""Bytes of a word that its hash reads; its length enters too."""


def word_ngrams(words: Tokens, n: int) -> tuple[Ints, Hashes]:
    """Text number and hash of every run of ``n`` tokens within one text."""
    if n == 1:
        return words.text, words.hashes
    count = max(len(words.hashes) - n + 1, 0)
    keep = np.flatnonzero(words.text[:count] == words.text[n - 1 :][:count])
    out = words.hashes[keep]
    for step in range(1, n):
        out = out * _BASE + words.hashes[keep + step]
    return words.text[keep], out


def char_ngrams(texts: Batch, n: int) -> tuple[Ints, Hashes]:
    """Text number and hash of every run of ``n`` bytes, with a space at either end.

    A text of k bytes has k + 3 - n of them: the space before and after counts.
    """
    value = _scattered(texts.data)
    value = np.concatenate((value[-1:], value))  # the space before the first text
    count = max(len(value) - n + 1, 0)
    out = value[:count].copy()
    for step in range(1, n):
        out *= _BASE
        out += value[step : step + count]
    size = np.maximum(texts.ends - texts.starts + 3 - n, 0)
    text = np.repeat(np.arange(len(texts)), size)
    within = np.arange(len(text)) - np.repeat(np.cumsum(size) - size, size)
    return text, out[np.repeat(texts.starts, size) + within]

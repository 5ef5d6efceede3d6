"""What a text shows of who speaks it, user or chatbot: hashed words and how sentences begin."""

from __future__ import annotations

import re
from math import sqrt
from typing import Final
from zlib import crc32

from usergap.compiled import kernel

VERSION: Final = "1"
"""A change of any value that is returned here is another version: the model no longer fits."""
BITS: Final = 18
LONGEST: Final = 600
"""Characters that are read."""
_SHRINK: Final = 15
"""Features added to a text's number of them, so that few words weigh little."""
# A class of first characters lets the search skip all others; what it finds is
# (?<=[.!?])\s+ or a run of line ends.
_SENTENCE = re.compile(r"\s(?:(?<=[.!?]\s)\s*+|(?<=\n)\n*+)")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!]|[^\W\d_]+")
_MAYBE_NUMBER = re.compile(r"[\d\x80-\U0010ffff]")
_OWN_WORDS = "i i'm i've i'd i'll my me mine we we're our us myself im ive"
_YOUR_WORDS = "you you're your you'll you'd you've yours yourself u ur"
_OWN: Final = frozenset(_OWN_WORDS.split())
_YOURS: Final = frozenset(_YOUR_WORDS.split())
_MARKS: Final = frozenset("?!")
_REMEMBERED: Final = 1 << 15
_LAST_BITS: Final = ((1 << BITS) - 1).__and__
_WORD, _PAIR, _BEGINS_SO, _OPENS_SO = (crc32(kind) for kind in (b"w", b"b", b"s", b"o"))
_BEGINS, _OPENS = ([crc32(kind + mark) for mark in (b".", b"?")] for kind in (b"s", b"o"))
_WHOSE = [
    [[crc32(f"p{mark} {mine} {yours}".encode()) for yours in (False, True)]
     for mine in (False, True)]
    for mark in ".?"
]  # fmt: skip


def sentences(low: str) -> list[list[str]]:
    """Words and ``?!`` of each sentence of a lowered text; every number is "0"."""
    low = low[:LONGEST]
    found = filter(None, map(_TOKEN.findall, _SENTENCE.split(low)))
    if _MAYBE_NUMBER.search(low) is None:
        return list(found)
    return [["0" if word[0].isdigit() else word for word in each] for each in found]


def addresses(low: str) -> bool:
    """Whether a text speaks of its speaker or its hearer, or asks."""
    return any(
        word == "?" or word in _OWN or word in _YOURS for each in sentences(low) for word in each
    )


class _Words(dict[str, tuple[int, bytes, int]]):
    """Of each word met: the hash of it as a feature, how it goes on others, it as a first."""

    def __missing__(self, word: str) -> tuple[int, bytes, int]:
        if len(self) >= _REMEMBERED:  # hostile input may hold any number of words
            self.clear()
        after = f" {word}".encode()
        found = self[word] = crc32(after, _WORD), after, crc32(after, _PAIR)
        return found


_word = _Words().__getitem__


def buckets(low: str) -> list[int]:
    """The different features of a lowered text as numbers in ``range(2 ** BITS)``, sorted."""
    found: list[int] | None = None if kernel is None else kernel.speaker_buckets(low)
    return plain_buckets(low) if found is None else found


def plain_buckets(low: str) -> list[int]:
    """``buckets`` without the compiled kernel, which reads ASCII only.

    A feature is a text (``w word``, ``b two words``, ``s. beginning`` of a sentence, ``o.
    opening`` of the text, ``p. own yours``) by its CRC-32, which goes on from what was hashed
    before: no such text is built.
    """
    found: set[int] = set()
    opens = True
    for each in sentences(low):
        words = (
            each
            if each[-1] not in _MARKS and _MARKS.isdisjoint(each)
            else [word for word in each if word not in _MARKS]
        )
        if words:
            asked = each[-1] == "?"
            alone, after, pairs = zip(*map(_word, words), strict=True)
            found.update(alone)
            found.update(map(crc32, after[1:], pairs))
            start = after[:3]
            joined = b"".join(start[:2])
            found.add(crc32(start[0], _BEGINS[asked]))
            found.add(crc32(joined, _BEGINS[asked]))
            found.add(crc32(b"".join(start), _BEGINS_SO))
            if opens:
                found.add(crc32(start[0], _OPENS[asked]))
                found.add(crc32(joined, _OPENS_SO))
            found.add(_WHOSE[asked][not _OWN.isdisjoint(words)][not _YOURS.isdisjoint(words)])
        opens = False
    return sorted(set(map(_LAST_BITS, found)))


def weight(features: int) -> float:
    """What each of a text's features counts, so that long texts do not outweigh short ones."""
    return 1 / sqrt(features + _SHRINK)

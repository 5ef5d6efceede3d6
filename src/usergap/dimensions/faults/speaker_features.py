"""What a text shows of who speaks it, user or chatbot: hashed words and how sentences begin."""

from __future__ import annotations

import re
from itertools import pairwise
from math import sqrt
from typing import Final
from zlib import crc32

VERSION: Final = "1"
"""A change of any value that is returned here is another version: the model no longer fits."""
BITS: Final = 18
LONGEST: Final = 600
"""Characters that are read."""
_SHRINK: Final = 15
"""Features added to a text's number of them, so that few words weigh little."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!]|[^\W\d_]+")
_OWN_WORDS = "i i'm i've i'd i'll my me mine we we're our us myself im ive"
_YOUR_WORDS = "you you're your you'll you'd you've yours yourself u ur"
_OWN: Final = frozenset(_OWN_WORDS.split())
_YOURS: Final = frozenset(_YOUR_WORDS.split())


def sentences(low: str) -> list[list[str]]:
    """Words and ``?!`` of each sentence of a lowered text; every number is "0"."""
    found = (_TOKEN.findall(part) for part in _SENTENCE.split(low[:LONGEST]))
    return [["0" if word[0].isdigit() else word for word in each] for each in found if each]


def addresses(low: str) -> bool:
    """Whether a text speaks of its speaker or its hearer, or asks."""
    return any(
        word == "?" or word in _OWN or word in _YOURS for each in sentences(low) for word in each
    )


def buckets(low: str) -> list[int]:
    """The different features of a lowered text as numbers in ``range(2 ** BITS)``, sorted."""
    found: set[str] = set()
    for place, each in enumerate(sentences(low)):
        words = [word for word in each if word not in "?!"]
        if not words:
            continue
        mark = "?" if each[-1] == "?" else "."
        first, two = words[0], " ".join(words[:2])
        found.update(f"w {word}" for word in words)
        found.update(f"b {one} {other}" for one, other in pairwise(words))
        found.update((f"s{mark} {first}", f"s{mark} {two}", "s " + " ".join(words[:3])))
        if place == 0:
            found.update((f"o{mark} {first}", f"o {two}"))
        mine, yours = not _OWN.isdisjoint(words), not _YOURS.isdisjoint(words)
        found.add(f"p{mark} {mine} {yours}")
    return sorted({crc32(feature.encode()) % (1 << BITS) for feature in found})


def weight(features: list[int]) -> float:
    """What each feature of a text counts, so that long texts do not outweigh short ones."""
    return 1 / sqrt(len(features) + _SHRINK)

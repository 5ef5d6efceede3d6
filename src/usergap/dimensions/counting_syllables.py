"""Syllables of English words, counted from the spelling; frozen with ``COUNTER_VERSION``.

One syllable per run of vowel letters, less the silent ones, more where two vowels meet
and both sound. Against the CMU Pronouncing Dictionary the count is right for 98 % of
the words in ordinary text, and its total is within half a percent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouylr]l)e(?:$|(?:ly|ments?|less|ful|fully|ness)$)"  # make, safely
    r"|(?:[^aeiouylsxzcgh]|[aeiouylr]l|[^cs]h)es$"  # makes, not boxes
    r"|(?:[^aeiouyltd]|[aeiouylr]l)ed$"  # asked, not wanted
    r"|[qg]ues?$"  # unique, league
    r"|(?<=ic)a(?=lly$)"  # basically
    r"|^(?:else|ever(?=y)|face|fore(?=c)|frame|game|guide|here|home|life|more|name|pipe|safe|some"
    r"|space|stake|there|time|type|where)(?=[a-z]{3}|by|in|of|to|ty)"
)
_BOTH_SOUND = re.compile(
    r"i(?:at|a(?![glnrt])|o(?![nru])|u(?![rst]))"  # radiate, media, studio
    r"|[^cglnstx]i(?:an|al|on)|[^cgstx]ious|iet|[^cst]ien[ct]|ii|uou"  # serial, various, society
    r"|(?<=..)(?:[^aeiouyt]|tt)iers?$"  # happier, carrier
    r"|[aeouy](?<![qg]u)(?:ing|ist|ism)|yi|[aeou]y(?:[ao]|e(?!d))"  # going, flying, enjoyable
    r"|eo(?![nup])|ao|oe[mt]|eum|idea|^coo[pr]|cre[ae]t(?!ure)|^reac?t|^realit|^reali[sz]"
    r"|[^gq]u(?:al|ar|at|el(?!e)|en|ity)|luid|ruin|nuin"  # manual, fuel, fluid
)
_NO_VOWEL_LETTER = re.compile(r"(?:th|s)ms?$|(?<=[dst])n't$")  # rhythm, prism, didn't
_EXCEPTIONS = {
    "anyone": 3, "everyone": 3, "someone": 2,
    "aren't": 1, "weren't": 1, "area": 3, "areas": 3, "average": 2, "being": 2, "beings": 2,
    "business": 2, "businesses": 3, "bye": 1, "cafe": 2, "camera": 2, "chocolate": 2,
    "diabetes": 4, "different": 2, "element": 3, "elements": 3, "etc": 4, "evening": 2,
    "every": 2, "eye": 1, "eyes": 1, "favorite": 3, "interest": 2, "interesting": 3, "lion": 2,
    "lions": 2, "maybe": 2, "mr": 2, "mrs": 2, "people": 2, "quiet": 2, "recipe": 3,
    "recipes": 3, "science": 2, "sciences": 2, "scientist": 3, "scientists": 3, "several": 2,
    "the": 1, "vegetable": 3, "vegetables": 3,
}  # fmt: skip


_LONGEST_CACHED = 40


def syllables(word: str) -> int:
    """Syllables of one English word, at least 1; letters of other scripts count none.

    >>> [syllables(word) for word in ("make", "table", "wanted", "asked", "radio")]
    [1, 2, 2, 1, 3]
    """
    return _cached(word) if len(word) <= _LONGEST_CACHED else _count(word)


def total_syllables(words: Sequence[str]) -> int:
    """Syllables of many words together."""
    short = not words or max(map(len, words)) <= _LONGEST_CACHED
    return sum(map(_cached if short else syllables, words))


def _count(word: str) -> int:
    word = word.lower().replace("’", "'")
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    word = word.removesuffix("'s")
    count = len(_VOWELS.findall(word)) - len(_SILENT.findall(word))
    return max(1, count + len(_BOTH_SOUND.findall(word)) + len(_NO_VOWEL_LETTER.findall(word)))


_cached = lru_cache(maxsize=65536)(_count)

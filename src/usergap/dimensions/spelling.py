"""Spelling: is a word in a frozen list of American English?"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from importlib.resources import files

WORDLIST_VERSION = "scowl-2020.12.07+1"
"""Hunspell en_US of SCOWL 2020.12.07, expanded by ``scripts/build_wordlist.py``, and the
first edition of ``spelling_additions.txt``: words that are younger than that list."""

LONGEST_WORD = 40
"""Letters; longer tokens are keys, paths or noise, not words. Callers drop them before
they ask, so that no cache keeps a 10 MB token."""

REJECTED = frozenset({"i", "u", "r", "cant", "wont", "august"})
"""Listed as letters, jargon (``cant``) or rare words, written by mistake almost always."""

_CODE = re.compile(r"[A-Za-z]+\d+[A-Za-z]*")
_ORDINAL = re.compile(r"\d*?(\d?\d)(st|nd|rd|th)")


@cache
def wordlist() -> frozenset[str]:
    """The accepted forms without possessives: as listed, names and acronyms also in capitals."""
    folder = files(__package__)
    packed = folder.joinpath("spelling_words.txt.gz").read_bytes()
    young = folder.joinpath("spelling_additions.txt").read_text("utf-8")
    listed = [*gzip.decompress(packed).decode().split("\n"), *young.split()]
    capitals = (word.upper() for word in listed if not word.islower())
    return frozenset(listed).union(capitals) - REJECTED


@lru_cache(maxsize=65536)
def misspelt(word: str) -> bool:
    """Whether one token is a word that the list does not hold.

    Hunspell's case rules: a small-letter entry may be capitalised or in capitals, a
    capitalised entry may be in capitals but not in small letters (``english``).
    Never misspelt, because no list could tell: tokens with an underscore or letters
    outside ASCII, single capitals, anything over 40 characters, and tokens with a digit
    unless they are an ordinal with the wrong ending (``31th``).
    """
    if len(word) > LONGEST_WORD:
        return False
    word = word.replace("’", "'")
    stem = word.removesuffix("'s").removesuffix("'S").removesuffix("'")
    if not stem.isascii() or "_" in stem:
        return False
    if not stem.replace("'", "").isalpha():
        return _CODE.fullmatch(stem) is not None or _wrong_ordinal(stem)
    if len(stem) == 1 and stem.isupper():
        return False
    listed = wordlist()
    if {word, stem} & listed:
        return False
    if stem in (stem.capitalize(), stem.upper()):
        return not {word.lower(), stem.lower()} & listed
    return True


def _wrong_ordinal(word: str) -> bool:
    """Whether a number carries the wrong ending: ``2th``, ``31th``, ``11st``."""
    match = _ORDINAL.fullmatch(word)
    if match is None:
        return False
    number = int(match[1])
    right = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return match[2] != right

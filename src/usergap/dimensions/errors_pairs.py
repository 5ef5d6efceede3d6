"""Pairs of neighbouring words that are wrong in themselves: articles, verbs, mix-ups."""

from __future__ import annotations

import re
from functools import lru_cache

_WRONG_AFTER: dict[str, frozenset[str]] = {
    first: frozenset(seconds.split())
    for firsts, seconds in (
        ("could should would must might couldn't shouldn't wouldn't", "of"),
        ("he she it", "don't haven't"),
        ("they we", "was is has doesn't wasn't isn't hasn't"),
        ("you", "doesn't isn't hasn't"),
        ("i", "has doesn't isn't"),
        ("more", "better worse easier faster cheaper bigger best"),
        ("most", "best worst easiest"),
        ("its", "a an the not been"),
        ("it's", "own"),
        ("them our", "selves"),
        ("to", "went gone took gave came"),
        ("didn't doesn't don't", "went gone made said told took gave came wanted knew"),
        ("a this every each", "things persons questions problems ideas"),
    )
    for first in firsts.split()
}
"""Second words that no sentence puts after a first one. Left out: whatever a question, a
subjunctive or a compound makes right (*does it have*, *if he were*, *my self-esteem*)."""

_ARTICLES = frozenset({"a", "an"})
FIRST_WORDS = frozenset(
    form for word in (*_WRONG_AFTER, *_ARTICLES) for form in (word, word.capitalize())
)

_VOWEL_LETTER_CONSONANT_SOUND = re.compile(
    r"uni(?!n|m[amp]|de|ss)|us(?:e|u|a[bg])|eu|ewe|one(?!r)|once|u[ktrb][aeiou]|ufo|ouija"
)
_CONSONANT_LETTER_VOWEL_SOUND = re.compile(r"hour|honest|hono[ur]|heir")
_EITHER = re.compile(r"herb|histor|hotel|[^aeiou]+$")  # both are said, or letters are spelt
_NO_NOUN = frozenset(["and", "are", "as", "at", "et", "if", "in", "is", "of", "on", "or"])
"""What may follow the letter A, read as a letter."""


def wrong_pair(first: str, second: str, third: str = "") -> bool:
    """Whether two neighbouring tokens cannot stand beside each other.

    ``third`` tells *could of* from *could of course*.
    """
    return _wrong(first.lower(), second) and not (second == "of" and third == "course")


@lru_cache(maxsize=16384)
def _wrong(first: str, second: str) -> bool:
    if first in _ARTICLES and _wrong_article(first, second):
        return True
    return second in _WRONG_AFTER.get(first, ())


def _wrong_article(article: str, noun: str) -> bool:
    """Whether ``a`` or ``an`` does not fit the sound that follows.

    Undecided, so never wrong: single letters, initialisms and codes, whose reading is open.
    """
    if len(noun) < 2 or not noun.isascii() or not noun[:2].isalpha() or noun[1].isupper():
        return False
    word = noun.lower()
    if word in _NO_NOUN or _EITHER.match(word):
        return False
    if word[0] in "aeiou":
        vowel = not _VOWEL_LETTER_CONSONANT_SOUND.match(word)
    else:
        vowel = bool(_CONSONANT_LETTER_VOWEL_SOUND.match(word))
    return vowel != (article == "an")

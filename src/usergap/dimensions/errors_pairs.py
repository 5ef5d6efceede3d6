"""Pairs of neighbouring words that are wrong in themselves: articles, verbs, mix-ups."""

from __future__ import annotations

import re
from functools import lru_cache

_WRONG_AFTER: dict[str, frozenset[str]] = {
    first: frozenset(seconds.split())
    for firsts, seconds in (
        ("could should would must might couldn't shouldn't wouldn't", "of"),
        ("he she it", "don't have were're do go want need know like make say think"),
        ("they we you", "was is has doesn't wasn't isn't hasn't"),
        ("i", "is are has were doesn't"),
        ("more", "better worse easier faster cheaper bigger smaller higher lower best"),
        ("most", "best worst easiest"),
        ("your", "welcome"),
        ("its", "a an the not been"),
        ("it's", "own"),
        ("there", "own"),
        ("my your him her it", "self"),
        ("them our", "selves"),
        ("to", "went gone made said told took gave came"),
        ("did didn't does doesn't", "went gone made said told took gave came wanted did knew"),
        ("these those many several few", "thing person way question problem idea day year time"),
        ("this that a an one every each", "things persons ways questions problems ideas"),
        ("much", "people things questions ways ideas"),
    )
    for first in firsts.split()
}
_ARTICLES = frozenset({"a", "an"})
FIRST_WORDS = frozenset(
    form for word in (*_WRONG_AFTER, *_ARTICLES) for form in (word, word.capitalize())
)

_VOWEL_LETTER_CONSONANT_SOUND = re.compile(
    r"uni(?!n)|us(?:e|u|a[bg])|eu|ewe|one|once|u[ktrb][aeiou]|ufo|ou?ija"
)
_CONSONANT_LETTER_VOWEL_SOUND = re.compile(r"hour|honest|hono|heir")


@lru_cache(maxsize=16384)
def wrong_pair(first: str, second: str) -> bool:
    """Whether two neighbouring tokens cannot stand beside each other."""
    one = first.lower()
    if one in _ARTICLES and _wrong_article(one, second):
        return True
    return second in _WRONG_AFTER.get(one, ())


def _wrong_article(article: str, noun: str) -> bool:
    """Whether ``a`` or ``an`` does not fit the sound that follows.

    Undecided, so never wrong: single letters, capitals and digits, whose reading is open.
    """
    if len(noun) < 2 or not noun[0].isascii() or not noun[0].isalpha() or noun[1].isupper():
        return False
    word = noun.lower()
    if word[0] in "aeiou":
        vowel = not _VOWEL_LETTER_CONSONANT_SOUND.match(word)
    else:
        vowel = bool(_CONSONANT_LETTER_VOWEL_SOUND.match(word))
    return vowel != (article == "an")

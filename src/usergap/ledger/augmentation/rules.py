"""Rules that reword or disturb a text without changing what is asked. English.

Word pairs are our own. A rule returns the text itself where it has nothing to change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

TextRule = Callable[[str, random.Random], str]

_CONTRACTIONS: Final = {
    "do not": "don't", "does not": "doesn't", "did not": "didn't", "cannot": "can't",
    "is not": "isn't", "are not": "aren't", "was not": "wasn't", "will not": "won't",
    "would not": "wouldn't", "could not": "couldn't", "should not": "shouldn't",
    "have not": "haven't", "has not": "hasn't", "i am": "i'm", "i have": "i've",
    "i will": "i'll", "i would": "i'd", "it is": "it's", "that is": "that's",
    "what is": "what's", "you are": "you're", "we are": "we're", "they are": "they're",
    "let us": "let's",
}  # fmt: skip
_AT_END: Final = frozenset(form for form in _CONTRACTIONS.values() if not form.endswith("n't"))
"""Contracted forms that never end a clause: "I know what it is" has no short form."""
_TWO_SENSES: Final = frozenset({"i'd", "it's", "that's", "what's"})
"""Short for "has" or "had" as well, so that they are never expanded."""
_SYNONYMS: Final = (
    ("big", "large"), ("quick", "fast"), ("maybe", "perhaps"), ("begin", "start"),
    ("buy", "purchase"), ("show", "display"), ("choose", "pick"),
    ("difficult", "hard"), ("answer", "reply"), ("error", "mistake"), ("shop", "store"),
    ("movie", "film"), ("photo", "picture"), ("clever", "smart"), ("sure", "certain"),
)  # fmt: skip
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD: Final = re.compile(r"[A-Za-z]{4,}")
_PROTECTED: Final = re.compile(r"```.*?```|`[^`\n]*`|\S*(?:://|@|www\.|[\\{}<>_=])\S*", re.DOTALL)
"""Code, addresses and placeholders: no rule may touch them."""


def outside_code(rule: TextRule) -> TextRule:
    """The rule on the parts of a text that are no code, address or placeholder."""

    def protected(text: str, rng: random.Random) -> str:
        out, last = [], 0
        for found in _PROTECTED.finditer(text):
            out += [rule(text[last : found.start()], rng), found[0]]
            last = found.end()
        return "".join((*out, rule(text[last:], rng)))

    return protected


def rephrase(text: str, rng: random.Random) -> str:
    """Contract or expand, and swap a word for another of the same sense, each with chance 1/2."""
    swaps = [*_CONTRACTIONS.items()]
    swaps += [(b, a) for a, b in _CONTRACTIONS.items() if b not in _TWO_SENSES]
    swaps += [pair for a, b in _SYNONYMS for pair in ((a, b), (b, a))]
    table = dict(swaps)
    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))

    def other(found: re.Match[str]) -> str:
        if rng.random() < 0.5:
            return found[0]
        new = table[found[0].lower()]
        if new in _AT_END and not re.match(r"\s+\w", found.string[found.end() :]):
            return found[0]
        return new[0].upper() + new[1:] if found[0][0].isupper() else new

    return re.sub(rf"(?<![\w'])(?:{words})(?![\w'])", other, text, flags=re.IGNORECASE)


def typos(text: str, rng: random.Random) -> str:
    """One slip in about one long word of twelve: two letters swapped, one lost, a neighbour hit."""

    def slip(found: re.Match[str]) -> str:
        word = found[0]
        if rng.random() >= 1 / 12:
            return word
        at = rng.randrange(1, len(word) - 1)
        kind = rng.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind == 1:
            return word[:at] + word[at + 1 :]
        row = next(row for row in _KEYS if word[at].lower() in row)
        place = row.index(word[at].lower())
        near = row[place - 1 : place] + row[place + 1 : place + 2]
        return word[:at] + rng.choice(near) + word[at + 1 :]

    return _WORD.sub(slip, text)


def spacing(text: str, rng: random.Random) -> str:
    """Double, lost and stray spaces around marks, in about one place of six."""

    def disturb(found: re.Match[str]) -> str:
        if rng.random() >= 1 / 6:
            return found[0]
        mark = found[1] or ""
        return f" {mark}" if mark and rng.random() < 0.5 else f"{mark}  "

    return re.sub(r"([,;.!?]?) (?=\S)", disturb, text)


def format_noise(text: str, rng: random.Random) -> str:
    """As people type on a phone: all in lower case, no end mark, or both."""
    kind = rng.randrange(3)
    if kind != 1:
        text = text.lower()
    return text if kind == 0 else re.sub(r"[.!]+(\s*)$", r"\1", text)


TEXT_RULES: Final[dict[str, TextRule]] = {
    "rephrase": outside_code(rephrase),
    "typos": outside_code(typos),
    "spacing": outside_code(spacing),
    "format": outside_code(format_noise),
}

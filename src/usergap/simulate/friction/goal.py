"""The goal's words in a text, which no rule may take away or spell otherwise."""

from __future__ import annotations

import re

from usergap.dimensions.knowledge_words import EMPTY_WORDS

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_STEM = 4


def words_of(text: str) -> list[str]:
    """The words of a text, case folded, in order."""
    return [word.casefold() for word in _WORD.findall(text)]


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry its topic."""
    return frozenset(words_of(text)) - EMPTY_WORDS


def carries(piece: str, goal: frozenset[str]) -> bool:
    """Whether a piece of text holds a word of the goal, in any inflection.

    Words with the same first four letters count as one word: rather too many are kept.
    """
    stems = {word[:_STEM] for word in goal if len(word) >= _STEM}
    return any(
        word in goal or (len(word) >= _STEM and word[:_STEM] in stems) for word in words_of(piece)
    )

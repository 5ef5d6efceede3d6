"""Hearing: which acts an assistant's message holds, told by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_CONFIRM = re.compile(
    r"\b(?:is (?:that|this) (?:right|correct|what)|did i|do you mean|you mean|so you (?:want|need)"
    r"|you(?:'d| would) like|am i right|correct\?|shall i|should i)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:anything else|something else|let me know if|feel free to|any (?:other|more|further)"
    r" questions?|does (?:that|this) help|is there more)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:i(?:'m| am) (?:sorry|unable|not able)|i can(?:'t|not)|i could(?:n't| not)"
    r"|i do(?:n't| not) (?:know|have|understand)|as an ai|not sure (?:what|i))\b",
    re.IGNORECASE,
)
_BYE = re.compile(
    r"\b(?:goodbye|bye|have a (?:great|nice|good) (?:day|one|time)|take care)\b", re.IGNORECASE
)
_COMMON_WORDS = """
the and for with without you your that this what which would could should like want need have from
are does did can any how when where who will about more into them they their there here please tell
know
"""
_COMMON = frozenset(_COMMON_WORDS.split())
LEAST_ANSWER = 4
"""Words in statements from which on a message is taken for an answer."""


@dataclass(frozen=True)
class Heard:
    """What the assistant did with its last message; ``asked``: the words of its questions."""

    answers: bool = False
    asks: bool = False
    confirms: bool = False
    offers_more: bool = False
    refuses: bool = False
    says_bye: bool = False
    repeats: bool = False
    asked: frozenset[str] = frozenset()


def hear(text: str, earlier: Sequence[str] = ()) -> Heard:
    """The acts of a message; ``earlier``: what the assistant had said before it."""
    heard = _acts(text)
    repeats = bool(text.strip()) and text.strip() in {each.strip() for each in earlier[-2:]}
    return replace(heard, answers=False, repeats=True) if repeats else heard


@lru_cache(maxsize=4096)  # a turn's agenda hears all messages again from the first
def _acts(text: str) -> Heard:
    sentences = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    offers = [part for part in sentences if _MORE.search(part)]
    questions = [p for p in sentences if p.endswith("?") and p not in offers]
    confirming = [part for part in questions if _CONFIRM.search(part)]
    statements = [p for p in sentences if p not in questions and p not in offers]
    refuses = bool(_REFUSES.search(" ".join(statements)))
    said = sum(len(part.split()) for part in statements if not _REFUSES.search(part))
    return Heard(
        answers=said >= LEAST_ANSWER,
        asks=len(questions) > len(confirming),
        confirms=bool(confirming),
        offers_more=bool(offers),
        refuses=refuses,
        says_bye=any(_BYE.search(part) for part in statements),
        asked=content(" ".join(questions)),
    )


def content(text: str) -> frozenset[str]:
    """The words of three letters and more that tell what a text is about."""
    return frozenset(word.lower() for word in _WORD.findall(text)) - _COMMON

"""What a user's words show that they know, or do not know: rules over user turns.

Six rules, in this order, each on one sentence of a user turn:

1. a correction of the chatbot (``no, …``, ``actually …``, ``that's wrong``): knows;
2. an admission (``I don't know …``, ``not sure …``, ``never heard of …``): does not know;
3. a question, marked or not: does not know its target, and knows what it takes for
   granted (what ``why`` asks the reason of, what follows ``since``, ``if``, ``when`` …);
4. an order to be told something (``explain``, ``list`` …): does not know its object;
   an order to make something (``write``, ``fix`` …): knows what it specifies;
5. a message that is one bare phrase without a verb: a search query, hence does not know;
6. anything else asserts: knows.

Technical terms that a question or an order uses without asking for them are one more
"knows" of the turn; that they are used correctly cannot be checked by rule. A statement
needs a content word. English only. The texts live in memory, never in a profile.
Ours, after realsim (arXiv 2605.02624), where a language model writes the statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from usergap.compiled import kernel
from usergap.dialogues import Dialogue
from usergap.dimensions.counting import sentences
from usergap.dimensions.knowledge_words import (
    ADMISSION,
    ADMISSION_WORDS,
    ANSWER_VERBS,
    CORRECTION,
    CORRECTION_WORDS,
    EMPTY_WORDS,
    FINITE_VERBS,
    GRANTED_WORDS,
    MAKE_VERBS,
    OPENERS,
    ORDER_WRAPPERS,
    POLITE,
    PRONOUNS,
    QUESTION_OPENERS,
    TAKEN_FOR_GRANTED,
    TERM,
)

Kind = Literal["knows", "not"]

EDGE = 1000
"""Characters read at the start and at the end of a message."""

LONGEST = 40
"""Words of a statement."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_EMPTY = EMPTY_WORDS.__contains__
_PLACEHOLDER = re.compile(r"\bNAME_\d+")
_WH = frozenset({"what", "which", "who", "whom", "whose", "where", "when", "why", "how"})
_ASKED = _WH - {"which", "who", "whose", "whom"}
_INVERTED = frozenset({"is", "are", "was", "were", "do", "does", "did", "can", "should", "would"})

Piece = tuple[Kind, list[str]]
"""A statement as lower-case words, without punctuation."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the user knows, or does not know, from user turn ``turn``."""

    turn: int
    kind: Kind
    text: str


def statements(dialogue: Dialogue) -> list[Statement]:
    """The statements of one dialogue, in order of its user turns.

    ``text``: lower-case words without punctuation, at most ``LONGEST`` of them.
    """
    return [
        Statement(turn.number, kind, " ".join(words))
        for turn in dialogue.turns
        for kind, words in turn_statements(turn.text)
    ]


def turn_statements(text: str) -> list[Piece]:
    """The statements of one message: kind and words."""
    if len(text) > 2 * EDGE:
        text = f"{text[:EDGE]}\n{text[-EDGE:]}"
    if "```" in text:
        text = _FENCE.sub("\n", text)
    if "NAME_" in text:
        text = _PLACEHOLDER.sub("someone", text)
    found: list[Piece] = []
    terms: dict[str, None] = {}
    parts = sentences(text.replace("’", "'"))
    for sentence in parts:
        found += _judge(sentence, len(parts) == 1, terms)
    if terms:
        found.append(("knows", list(terms)))
    return [(kind, words[:LONGEST]) for kind, words in found if not all(map(_EMPTY, words))]


def _judge(sentence: str, alone: bool, terms: dict[str, None]) -> list[Piece]:
    """Apply the rules to one sentence; technical terms in use are added to ``terms``."""
    lower = sentence.lower()
    found = None if kernel is None else kernel.words(lower, True, False, False)
    words: list[str] = _WORD.findall(lower) if found is None else found
    if not words:
        return []
    if words[0] in CORRECTION_WORDS and (match := CORRECTION.match(lower)):
        return [("knows", _WORD.findall(lower, match.end()))]
    if words[0] in OPENERS:
        words = _opened(words)
        if not words:
            return []
    if not ADMISSION_WORDS.isdisjoint(words) and (match := ADMISSION.search(lower)):
        lacking = _WORD.findall(lower, match.end()) or words
        return [("not", lacking), ("knows", _WORD.findall(lower[: match.start()]))]
    if words[0] in ORDER_WRAPPERS:
        words = _opened(POLITE.sub("", " ".join(words), count=1).split()) or words
    pieces: list[Piece]
    if words[0] in MAKE_VERBS and not (words[0] == "do" and _asks(words)):
        pieces = [("knows", words[1:])]
    elif words[0] in ANSWER_VERBS or sentence[-1] in "?？" or _asks(words):
        pieces = _question(lower, words)
    else:
        # no terms in use beside what it asks for or asserts itself
        return [("not" if alone and not _has_verb(words) else "knows", words)]
    if sentence[1:] != lower[1:] and not sentence.isupper() and not _asks_for_definition(words):
        for word in sentence.split():
            if not word[1:].islower() and (term := TERM.search(word)):
                terms[term[0].lower()] = None
    return pieces


def _opened(words: list[str]) -> list[str]:
    """The words without those that may open any sentence."""
    start = 0
    while start < len(words) and words[start] in OPENERS:
        start += 1
    return words[start:]


def _question(lower: str, words: list[str]) -> list[Piece]:
    """The target as "does not know", what the question takes for granted as "knows"."""
    head, _, tail = lower.rpartition(",")
    if head and (asked := _opened(_WORD.findall(tail))) and _asks(asked):
        return [("not", asked), ("knows", _WORD.findall(head))]
    if not GRANTED_WORDS.isdisjoint(words) and (match := TAKEN_FOR_GRANTED.search(lower)):
        rest = _WORD.findall(f"{lower[: match.start()]} {lower[match.end() :]}")
        pieces: list[Piece] = [("not", rest), ("knows", _WORD.findall(match["clause"]))]
    else:
        pieces = [("not", words)]
    if "why" in words[:3]:
        pieces.append(("knows", words[words.index("why") + 1 :]))
    elif words[:2] == ["how", "come"]:
        pieces.append(("knows", words[2:]))
    return pieces


def _asks(words: list[str]) -> bool:
    """Whether the words are worded as a question."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _WH:
        # "when I try …" and "which is fine" open clauses, not questions
        return not (first in {"when", "where", "which", "who"} and second in PRONOUNS)
    if first in QUESTION_OPENERS:
        return second in PRONOUNS or second in {"the", "there", "a"}
    return not _ASKED.isdisjoint(words) and any(
        one in _ASKED and two in _INVERTED for one, two in pairwise(words)
    )


def _asks_for_definition(words: list[str]) -> bool:
    return words[0] in {"define", "explain"} or (
        words[0] in {"what", "what's", "whats", "who", "who's"} and len(words) <= 6
    )


def _has_verb(words: list[str]) -> bool:
    if len(words) > 12:
        return True
    return any(word in FINITE_VERBS or word in PRONOUNS for word in words) or any(
        word.endswith(("n't", "'s", "'re", "'m", "'ve", "'ll", "'d")) for word in words
    )

"""Rules that put friction into a text; each keeps every word of the goal that is in it.

A rule takes the text, its own random numbers and the goal's content words. Where the text
gives it nothing to change, it comes back as it was.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from usergap.simulate.friction.goal import carries

Rule = Callable[[str, random.Random, frozenset[str]], str]

_TOKENS = re.compile(r"\s+|\S+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_CLAUSE = re.compile(r",?\s+(?:because|since|although|but|while|when|if|with|for|as)\s")
_SHORTEST = 3


def before(*phrases: str) -> Rule:
    """Says one of the phrases before the text."""

    def rule(text: str, rng: random.Random, goal: frozenset[str]) -> str:  # noqa: ARG001
        return f"{rng.choice(phrases)} {text}"

    return rule


def after(*phrases: str) -> Rule:
    """Says one of the phrases after the text."""

    def rule(text: str, rng: random.Random, goal: frozenset[str]) -> str:  # noqa: ARG001
        closed = text if text.rstrip()[-1:] in ".!?…" else f"{text.rstrip()}."
        return f"{closed} {rng.choice(phrases)}"

    return rule


def typo(text: str, rng: random.Random, goal: frozenset[str]) -> str:
    """Swaps two neighbouring letters inside one word that is not the goal's."""
    tokens = _TOKENS.findall(text)
    places = [
        (place, at)
        for place, token in enumerate(tokens)
        if token.isalpha() and len(token) > _SHORTEST and not carries(token, goal)
        for at in range(1, len(token) - 2)
        if token[at].casefold() != token[at + 1].casefold()
    ]
    if not places:
        return text
    place, at = rng.choice(places)
    word = tokens[place]
    tokens[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return "".join(tokens)


def incomplete(text: str, rng: random.Random, goal: frozenset[str]) -> str:
    """Breaks off in the second half, after the last word of the goal."""
    words = text.split()
    last = max((place for place, word in enumerate(words) if carries(word, goal)), default=-1)
    least = max(last + 1, (len(words) + 1) // 2)
    kept = words[: rng.randint(least, max(least, len(words) - 1))]
    return f"{' '.join(kept).rstrip('.,;:!?')}..."


def withheld(text: str, rng: random.Random, goal: frozenset[str]) -> str:
    """Leaves out a statement without a word of the goal, else the clause that closes it."""
    sentences = _SENTENCE.split(text.strip())
    spare = [
        place
        for place, sentence in enumerate(sentences)
        if not carries(sentence, goal) and not sentence.endswith("?")
    ]
    if len(sentences) > 1 and spare:
        del sentences[rng.choice(spare)]
        return " ".join(sentences)
    for clause in _CLAUSE.finditer(text):
        kept = text[: clause.start()]
        if len(kept.split()) >= _SHORTEST and not carries(text[clause.start() :], goal):
            mark = text.rstrip()[-1]
            return kept + (mark if mark in ".!?" else "")
    return text

"""MTLD: how long a stretch of text stays lexically diverse."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import count

from usergap.compiled import kernel
from usergap.dialogues import Dialogue
from usergap.dimensions.counting import COUNTER_VERSION, words
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level

THRESHOLD = 0.72
"""The type-token ratio at which a factor is complete (McCarthy & Jarvis 2010)."""

SHORT_TOKENS = 100
"""Texts with fewer tokens: MTLD mostly measures length there (Koizumi 2012)."""


def mtld(tokens: list[str]) -> float | None:
    """Measure of textual lexical diversity, in tokens: the mean of both directions.

    None for no tokens and where the type-token ratio never falls below 1 (no token
    comes twice): the text is too short to complete any part of a factor.
    Source: McCarthy & Jarvis 2010, Behavior Research Methods 42(2).
    """
    factors = plain_factors(tokens) if kernel is None else _compiled_factors(tokens)
    if not all(factors):
        return None
    return sum(len(tokens) / count for count in factors) / 2


def _compiled_factors(tokens: list[str]) -> tuple[float, float]:
    number: dict[str, int] = {}
    numbers = array("q", map(number.setdefault, tokens, count()))
    found = kernel.factors(numbers, len(tokens), THRESHOLD)
    return _with_rest(*found[:3]), _with_rest(*found[3:])


def plain_factors(tokens: list[str]) -> tuple[float, float]:
    """Factors of the text read forwards and backwards, without the compiled kernel."""
    return _factors(tokens), _factors(reversed(tokens))


def _factors(tokens: Iterable[str]) -> float:
    """Complete factors, and the remainder as the part that it went from 1 to .72."""
    complete = 0
    seen: set[str] = set()
    length = 0
    for token in tokens:
        length += 1
        if token not in seen:  # a new token only raises the ratio
            seen.add(token)
        elif len(seen) < THRESHOLD * length:
            complete += 1
            seen.clear()
            length = 0
    return _with_rest(complete, length, len(seen))


def _with_rest(complete: int, length: int, different: int) -> float:
    partial = (1 - different / length) / (1 - THRESHOLD) if length else 0.0
    return complete + partial


def measure_mtld(dialogue: Dialogue) -> Mapping[str, Cell]:
    """MTLD of the user's turns read as one text, in small letters, and its tokens."""
    tokens = [word for turn in dialogue.turns for word in map(str.lower, words(turn.text))]
    return {"mtld": mtld(tokens), "mtld_tokens": len(tokens)}


MTLD = Dimension(
    id="mtld",
    title="Lexical diversity",
    part_of="style",
    level=Level.SURFACE,
    unit="dialogue",
    kind=Kind.NUMBER,
    distance="w1",
    scale="tokens",
    languages=frozenset({"en"}),
    undefined="no token comes twice, no word at all, or a language other than English",
    version=f"1+counting-{COUNTER_VERSION}",
    citation="McCarthy & Jarvis 2010; Koizumi 2012; realsim, arXiv 2605.02624",
    columns=("mtld", "mtld_tokens"),
    beside=("mtld_tokens",),
    measure=measure_mtld,
)

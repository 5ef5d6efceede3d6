"""Which Big Five levels a dialogue's persona was given: +1 high, -1 low."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from usergap.dialogues import Dialogue
from usergap.probes.personas import persona_of
from usergap.simulate.steering.recorded_values import recorded_values

TRAITS: Final = (
    "openness",
    "conscientiousness",
    "extraversion",
    "agreeableness",
    "neuroticism",
)
_SIGN: Final = {"high": 1, "low": -1}
_ADJECTIVES: Final[dict[str, tuple[str, str]]] = {
    "openness": (r"open to (?:new )?experiences?|open-minded", r"closed to (?:new )?experiences?"),
    "conscientiousness": (r"conscientious", r"unconscientious|careless"),
    "extraversion": (r"extr[ao]vert(?:ed)?|outgoing", r"introvert(?:ed)?"),
    "agreeableness": (r"agreeable", r"antagonistic|disagreeable"),
    "neuroticism": (r"neurotic|emotionally unstable", r"emotionally stable"),
}
"""Adjectives for high and low, after the markers of Goldberg 1992; words of our own choice."""
_FULL: Final = {
    trait: tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in pair)
    for trait, pair in _ADJECTIVES.items()
}
_STATED: Final = re.compile(
    rf"\b(?:(high|low) (?:in |on )?({'|'.join(TRAITS)})|({'|'.join(TRAITS)})\W{{1,3}}(high|low))\b",
    re.I,
)


def stated_levels(persona: str) -> dict[str, int]:
    """Levels that a persona's words name, by trait; a trait named both ways is left out.

    English: "extraversion: high", "low in openness", or an adjective ("introverted").
    """
    told: dict[str, set[int]] = {trait: set() for trait in TRAITS}
    for level, trait, other_trait, other_level in _STATED.findall(persona):
        told[(trait or other_trait).lower()].add(_SIGN[(level or other_level).lower()])
    for trait, (high, low) in _FULL.items():
        told[trait] |= {1} if high.search(persona) else set()
        told[trait] |= {-1} if low.search(persona) else set()
    return {trait: next(iter(signs)) for trait, signs in told.items() if len(signs) == 1}


def levels(dialogues: Sequence[Dialogue]) -> list[dict[str, int]]:
    """Levels by trait for each dialogue: what simulate's control recorded, else the persona's."""
    found = [stated_levels(persona_of(dialogue)) for dialogue in dialogues]
    for variable, readings in recorded_values(dialogues).items():
        trait = variable.rpartition(".")[2]
        for reading in readings if variable.startswith("big_five.") and trait in TRAITS else ():
            if reading.turn is None and reading.value in _SIGN:
                found[reading.dialogue][trait] = _SIGN[reading.value]
    return found

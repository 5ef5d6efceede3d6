"""The nineteen fingerprints of one dialogue, as sums whose ratios are the feature means."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.fingerprints.lexicon import ENGLISH, Lexicon
from usergap.probes.inference import Floats
from usergap.probes.words import lowered

DIMENSIONS: Final[dict[str, tuple[str, ...]]] = {
    "D1 style": (
        "words a turn",
        "short turns",
        "politeness",
        "formality",
        "acknowledgement only",
        "verbosity spread",
        "repetition",
        "identity confusion",
    ),
    "D2 information": ("front-loading", "identifiers a turn", "opening length"),
    "D3 stance": (
        "uncertainty",
        "certainty",
        "pushback",
        "clarification questions",
        "information seeking",
    ),
    "D4 reaction": ("emotion", "accusation", "strategy pivot"),
}
"""Four dimensions of 8, 3, 5 and 3 features."""
FEATURES: Final = tuple(name for names in DIMENSIONS.values() for name in names)
SHORT = 3
REPEATED = 3
"""A trigram said more often than this counts as repetition."""


def sums(dialogue: Dialogue, lexicon: Lexicon) -> tuple[Floats, Floats]:
    """Numerators and denominators (19 each); a side's mean is Σ numerators / Σ denominators.

    Rates are per turn; the spread of verbosity (coefficient of variation of words a turn),
    repetition, front-loading (the first two turns' share of words) and the opening's length
    are per dialogue, and undefined (0 / 0) where there is nothing to take them of.
    """
    texts = [turn.text for turn in dialogue.turns]
    n = len(texts)
    if not n:
        return np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    words = np.array([len(text.split()) for text in texts], float)

    def turns_with(name: str) -> float:
        pattern = getattr(lexicon, name)
        return float(sum(pattern.search(text) is not None for text in texts))

    spread = words.std() / words.mean() if n > 1 and words.mean() > 0 else None
    total = words.sum()
    per_turn = {
        "words a turn": total,
        "short turns": float((words <= SHORT).sum()),
        "politeness": turns_with("politeness"),
        "formality": n - turns_with("informal"),
        "acknowledgement only": turns_with("acknowledgement"),
        "identity confusion": turns_with("confusion"),
        "identifiers a turn": float(sum(len(lexicon.identifier.findall(t)) for t in texts)),
        "uncertainty": turns_with("uncertainty"),
        "certainty": turns_with("certainty"),
        "pushback": turns_with("pushback"),
        "clarification questions": turns_with("clarification"),
        "information seeking": float(sum("?" in text for text in texts)),
        "emotion": turns_with("emotion"),
        "accusation": turns_with("accusation"),
        "strategy pivot": turns_with("pivot"),
    }
    per_dialogue = {
        "verbosity spread": spread,
        "repetition": float(_repeats(texts)),
        "front-loading": words[:2].sum() / total if total > 0 else None,
        "opening length": words[0],
    }
    above = {**per_turn, **{name: value or 0.0 for name, value in per_dialogue.items()}}
    below = {name: float(n) for name in per_turn}
    below |= {name: float(value is not None) for name, value in per_dialogue.items()}
    return (
        np.array([above[name] for name in FEATURES], float),
        np.array([below[name] for name in FEATURES], float),
    )


def english_sums(dialogue: Dialogue) -> tuple[Floats, Floats]:
    """``sums`` with our English word lists."""
    return sums(dialogue, ENGLISH)


def _repeats(texts: list[str]) -> bool:
    """Whether a run of three words is said more than three times."""
    counts = Counter(
        tuple(words[i : i + 3]) for words in map(lowered, texts) for i in range(len(words) - 2)
    )
    return max(counts.values(), default=0) > REPEATED

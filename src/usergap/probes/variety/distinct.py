"""Distinct n-grams at equal amounts of text (Li et al. 2016)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.words import lowered

DRAWS = 20


def ngrams(dialogue: Dialogue, n: int) -> list[tuple[str, ...]]:
    """The n-grams of a dialogue's user turns, none across turns."""
    found: list[tuple[str, ...]] = []
    for turn in dialogue.turns:
        words = lowered(turn.text)
        found += zip(*(islice(words, i, None) for i in range(n)), strict=False)
    return found


def distinct(dialogues: Sequence[Dialogue], n: int, amount: int, seed: int) -> float | None:
    """Share of different n-grams among the first ``amount`` of dialogues in random order.

    The mean over 20 orders; None where there are fewer n-grams. The share falls with the
    amount of text, so two sides compare only at one amount.
    """
    grams = [ngrams(dialogue, n) for dialogue in dialogues]
    if amount < 1 or sum(map(len, grams)) < amount:
        return None
    rng = np.random.default_rng([seed, n])
    shares = []
    for _ in range(DRAWS):
        taken: list[tuple[str, ...]] = []
        for place in rng.permutation(len(grams)).tolist():
            taken += grams[place][: amount - len(taken)]
            if len(taken) >= amount:
                break
        shares.append(len(set(taken)) / amount)
    return float(np.mean(shares))

"""Distinct n-grams at equal amounts of text (Li et al. 2016)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.words import lowered

Codes = list[NDArray[np.int64]]


def ngrams(dialogues: Sequence[Dialogue], n: int) -> Codes:
    """The n-grams of each dialogue's user turns, none across turns, as numbers.

    Two n-grams have one number where they are alike.
    """
    known: dict[str, int] = {}
    words: list[int] = []
    turn: list[int] = []
    owner: list[int] = []
    count = 0
    for place, dialogue in enumerate(dialogues):
        for each in dialogue.turns:
            said = [known.setdefault(word, len(known)) for word in lowered(each.text)]
            words += said
            turn += [count] * len(said)
            owner += [place] * len(said)
            count += 1
    number, of, by = (np.array(column, np.int64) for column in (words, turn, owner))
    code, held = number, np.arange(number.size)
    for step in range(1, n):
        held = held[: max(held.size - 1, 0)]
        pair = code[: held.size] * max(len(known), 1) + number[step : step + held.size]
        code = np.unique(pair, return_inverse=True)[1]
    whole = of[held] == of[held + n - 1]
    code, by = np.unique(code[whole], return_inverse=True)[1], by[held][whole]
    return list(np.split(code, np.searchsorted(by, np.arange(1, len(dialogues)))))


def distinct(grams: Codes, order: Sequence[int], amount: int) -> float:
    """Share of different n-grams among the first ``amount`` of dialogues in this order.

    It falls with the amount of text, so two sides compare only at one amount. There must be
    as many n-grams.
    """
    taken: Codes = []
    left = amount
    for place in order:
        if left <= 0:
            break
        taken.append(grams[place][:left])
        left -= taken[-1].size
    if left > 0 or amount < 1:
        raise ValueError(f"expected {amount} n-grams, at least 1; found {amount - left}")
    said = np.concatenate(taken)
    seen = np.zeros(int(said.max()) + 1, bool)
    seen[said] = True
    return float(np.count_nonzero(seen) / amount)

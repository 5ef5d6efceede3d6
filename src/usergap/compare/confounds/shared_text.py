"""Suspected training overlap: long runs of real users' words in simulated turns."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from usergap.compare.confounds.effect import Found
from usergap.compare.matched import Matched
from usergap.dialogues import Dialogue

SPAN = 13
"""Words in a row that two texts do not share by chance (Brown et al. 2020, appendix C)."""

TITLE = "Simulator trained on the reference"

Spans = NDArray[np.uint64]
_WORD = re.compile(r"\w+")
_ODD = np.uint64(0x9E3779B97F4A7C15)


def shared_text(matched: Matched, real: Spans | None) -> Found | None:
    """Simulated dialogues that hold one of the ``real`` spans; None without both sides' text."""
    texts = matched.profiles[1].texts
    if real is None or texts is None:
        return None
    mine = [texts.corpus.dialogues[place] for place in matched.places(1)]
    found, owner = spans(mine)
    copied = np.zeros(len(mine), np.bool_)
    copied[owner[np.isin(found, real)]] = True
    shared = np.concatenate([np.zeros(matched.sides.real.sum(), np.bool_), copied])
    if not copied.any():
        told = f"no simulated dialogue holds {SPAN} words in a row from a real user"
        return Found("shared_text", TITLE, told, shared)
    told = (
        f"{int(copied.sum())} simulated dialogues hold {SPAN} words in a row from a real user, "
        "so the simulator may have been trained on this reference; without them"
    )
    return Found("shared_text", TITLE, told, shared, matched.narrowed(~shared), matched.seen)


def spans(dialogues: Sequence[Dialogue]) -> tuple[Spans, NDArray[np.int64]]:
    """A number for every run of 13 words within a turn, and its dialogue's place.

    Case and punctuation do not count. Numbers are 64-bit polynomial hashes of the
    words' hashes: equal runs have equal numbers, others practically never.
    """
    words: list[int] = []
    turn: list[int] = []
    owner: list[int] = []
    for place, dialogue in enumerate(dialogues):
        for each in dialogue.turns:
            found = [hash(word) for word in _WORD.findall(each.text.lower())]
            if len(found) >= SPAN:
                turn += [len(owner)] * len(found)
                owner.append(place)
                words += found
    starts = max(0, len(words) - SPAN + 1)
    hashed, turns = np.array(words, np.int64).view(np.uint64), np.array(turn, np.int64)
    total = np.zeros(starts, np.uint64)
    for offset in range(SPAN):
        total = total * _ODD + hashed[offset : offset + starts]
    inside = turns[:starts] == turns[SPAN - 1 :]
    return total[inside], np.array(owner, np.int64)[turns[:starts][inside]]

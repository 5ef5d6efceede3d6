"""Turn caps: finding them, and cutting real dialogues where simulated ones had to end.

A simulator that stops at c user turns shows min(T, c) instead of T, so that a perfect
simulator of T still lies at W1(T, min(T, c)) = E[(T - c)+] from real users. The fair
comparison cuts real dialogues at the same c (type I censoring).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from usergap.dialogues import Dialogue
from usergap.dimensions import Cell, Dimension, Kind, Labels, tally

PILE_UP_P = 0.01
PILE_UP_SHARE = 0.05


def detect_cap(turns: ArrayLike) -> int | None:
    """The largest number of turns where it is a pile-up, else None.

    A tail that thins out has at most as many dialogues at its end as one turn
    earlier. A cap is told where at least 5 % of the dialogues sit at the maximum and
    a one-sided binomial test rejects that with p < .01.
    """
    from scipy.special import bdtrc

    counts = np.asarray(turns, np.int64)
    if not counts.size:
        return None
    top = int(counts.max())
    at_top, below = int((counts == top).sum()), int((counts == top - 1).sum())
    if top < 1 or at_top < PILE_UP_SHARE * counts.size:
        return None
    p = float(bdtrc(at_top - 1, at_top + below, 0.5))  # P(at least so many at the maximum)
    return top if p < PILE_UP_P else None


def cost_of_cap(turns: ArrayLike, cap: int) -> float:
    """W1 between turns and turns cut at ``cap``: the mean of (T - cap)+, in turns."""
    counts = np.asarray(turns, np.float64)
    return float(np.maximum(counts - cap, 0).mean()) if counts.size else 0.0


def cut(dialogue: Dialogue, cap: int) -> Dialogue:
    """The dialogue up to the answer to its ``cap``-th measured user turn."""
    turns = 0
    for place, message in enumerate(dialogue.messages):
        if message.role == "user" and place >= dialogue.context_length:
            turns += 1
            if turns > cap:
                return replace(dialogue, messages=dialogue.messages[:place])
    return dialogue


def measure_cut(
    dialogue: Dialogue,
    units: Mapping[str, Sequence[Labels | None]],
    cap: int,
    measures: Mapping[str, Dimension],
) -> dict[str, Cell]:
    """The profile columns of a dialogue cut at ``cap`` turns, for the measures it can be done for.

    ``units`` are the labels of the whole dialogue, by turn or by sentence; a measure
    whose labels fit neither is left out of the result.
    """
    short = cut(dialogue, cap)
    cells: dict[str, Cell] = {}
    for name, dimension in measures.items():
        if dimension.kind in (Kind.LABELS, Kind.FLAGS):
            kept = _kept_units(dialogue, units.get(name), len(short.turns), dimension)
            cells |= {} if kept is None else tally(dimension, kept)
        elif dimension.measure is not None:
            cells |= dimension.measure(short)
    return cells


def _kept_units(
    dialogue: Dialogue,
    units: Sequence[Labels | None] | None,
    turns: int,
    dimension: Dimension,
) -> Sequence[Labels | None] | None:
    from usergap.dimensions.counting import sentences

    if units is None:
        return None
    if dimension.unit != "sentence":
        return units[:turns] if len(units) == len(dialogue.turns) else None
    lengths: list[Any] = [len(sentences(turn.text)) for turn in dialogue.turns]
    return units[: sum(lengths[:turns])] if sum(lengths) == len(units) else None

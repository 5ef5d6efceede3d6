"""Labels and values of dialogues at hand: which turn shows what, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.dialogues import Turn
from usergap.dimensions import Dimension, Kind, Labels
from usergap.dimensions.counting import sentences
from usergap.study.browsing.facing import Talk

ORDERS = ("typical", "highest", "lowest")


def labels_by_turn(dimension: Dimension, talk: Talk) -> list[Labels | None]:
    """The labels of each user turn; those of a turn's sentences together. None: not judged."""
    units = talk.annotation.units.get(dimension.id, ())
    turns = talk.dialogue.turns
    if dimension.unit != "sentence":
        return [units[at] if at < len(units) else None for at in range(len(turns))]
    found: list[Labels | None] = []
    start = 0
    for turn in turns:
        end = start + len(sentences(turn.text))
        known = [labels for labels in units[start:end] if labels is not None]
        found.append(tuple(dict.fromkeys(x for labels in known for x in labels)) if known else None)
        start = end
    return found


def rates_at_hand(dimension: Dimension, talks: Iterable[Talk]) -> dict[str, float]:
    """Rate of each label over the dimension's own units, as the dialogues at hand have it.

    Raw: without the correction of a card. Empty without a judged unit.
    """
    counts: Counter[str] = Counter()
    units = 0
    for talk in talks:
        found = talk.annotation.units.get(dimension.id, ())
        if dimension.kind is Kind.FLAGS:
            if found and all(labels is not None for labels in found):
                units += 1
                counts.update({label for labels in found for label in labels or ()})
            continue
        for labels in found:
            if labels is not None:
                units += 1
                counts.update(set(labels))
    return {label: counts[label] / units for label in dimension.labels} if units else {}


def value_of(dimension: Dimension, talk: Talk) -> float | None:
    """A number's value for one dialogue; None where undefined."""
    if dimension.kind is not Kind.NUMBER:
        return None
    value = talk.measured.get(dimension.columns[0])
    return None if value is None or not np.isfinite(value) else float(value)


def mean_at_hand(dimension: Dimension, talks: Iterable[Talk]) -> float | None:
    """The mean value; None without one."""
    values = [value for talk in talks if (value := value_of(dimension, talk)) is not None]
    return float(np.mean(values)) if values else None


@dataclass(frozen=True)
class Hit:
    """A turn that shows something; ``labels`` of the turn, or the dialogue's ``value``."""

    talk: Talk
    turn: Turn
    labels: Labels | None
    value: float | None


def hits(dimension: Dimension, talks: Sequence[Talk], label: str, order: str) -> list[Hit]:
    """Turns to read for a gap.

    Labels: every turn with ``label`` ("": every turn), in the order of the file. Numbers: one
    turn a dialogue, the longest, by ``order``: the most typical, highest or lowest first.
    Vectors: one turn a dialogue.
    """
    if dimension.kind in (Kind.LABELS, Kind.FLAGS):
        return [
            Hit(talk, turn, labels, None)
            for talk in talks
            for turn, labels in zip(
                talk.dialogue.turns, labels_by_turn(dimension, talk), strict=True
            )
            if not label or label in (labels or ())
        ]
    found = [
        Hit(talk, _longest(talk.dialogue.turns), None, value_of(dimension, talk))
        for talk in talks
        if talk.dialogue.turns
    ]
    known = [(hit.value, hit) for hit in found if hit.value is not None]
    if not known:
        return found
    middle = float(np.median([value for value, _ in known]))
    keys: dict[str, Callable[[float], float]] = {
        "typical": lambda value: abs(value - middle),
        "highest": lambda value: -value,
        "lowest": lambda value: value,
    }
    key = keys.get(order, keys["typical"])
    return [hit for _, hit in sorted(known, key=lambda pair: (key(pair[0]), pair[1].talk.place))]


def _longest(turns: Sequence[Turn]) -> Turn:
    return max(turns, key=lambda turn: len(turn.text))

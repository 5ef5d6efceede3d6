"""Exaggeration: where a persona's talk of a topic lies between the topic and the persona.

CoMPosT (Cheng, Piccardi and Yang 2023): one pole is the default persona on the topic, the other
the persona without the topic, both described by the words that set them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.probes.caricatures.fightin_words import background, weighted_log_odds
from usergap.probes.inference import Floats

Z = 1.96
TOLD_APART = 1e-9


@dataclass(frozen=True)
class Axis:
    """Projections of all texts (n) on an axis that was made from the poles' texts of one half.

    ``anchors``: the texts of the other half, on which the ends are fixed; ``words``: those
    of the persona's pole, the strongest first.
    """

    projected: Floats
    anchors: NDArray[np.bool_]
    words: tuple[str, ...]


def axes(
    texts: Sequence[Counter[str]],
    topic: NDArray[np.bool_],
    persona: NDArray[np.bool_],
    half: NDArray[np.int64],
    vectors: Any = None,
) -> list[Axis]:
    """An axis for each half that has words with z > 1.96 at both poles, else none.

    ``texts``: counts of words; ``topic`` and ``persona`` mark the poles' texts. A text is a
    unit vector over both poles' words, or its row of ``vectors`` (embeddings), and a pole the
    mean of its texts that hold one of its words.
    """
    found = []
    for side in (0, 1):
        mine = half == side
        ends = [
            sum((texts[i] for i in _places(pole & mine)), Counter()) for pole in (topic, persona)
        ]
        z = weighted_log_odds(ends[1], ends[0], background(ends)) if all(ends) else {}
        theirs = sorted((w for w, v in z.items() if v > Z), key=lambda w: (-z[w], w))
        others = sorted(w for w, v in z.items() if v < -Z)
        if not theirs or not others:
            continue
        x = _rows(texts, theirs + others) if vectors is None else np.asarray(vectors, float)
        poles = [
            _pole(x, [i for i in _places(pole & mine) if not texts[i].keys().isdisjoint(w)])
            for pole, w in ((persona, set(theirs)), (topic, set(others)))
        ]
        projected = x @ (poles[0] - poles[1])
        found.append(Axis(projected, half != side, tuple(theirs)))
    return found


def position(
    found: Sequence[Axis],
    topic: NDArray[np.bool_],
    persona: NDArray[np.bool_],
    cell: NDArray[np.bool_],
) -> Callable[[Floats], Floats]:
    """0 at the topic's end, 1 at the persona's: the cell's mean place, as a function of weights."""

    def statistic(weights: Floats) -> Floats:
        places = []
        for axis in found:
            low = _mean(weights, axis.projected, topic & axis.anchors)
            high = _mean(weights, axis.projected, persona & axis.anchors)
            here = _mean(weights, axis.projected, cell)
            apart = high - low
            with np.errstate(divide="ignore", invalid="ignore"):
                places.append(np.where(apart > TOLD_APART, (here - low) / apart, np.nan))
        if not places:
            return np.full(len(weights), np.nan)
        return np.asarray(np.mean(places, axis=0))

    return statistic


def _places(mask: NDArray[np.bool_]) -> list[int]:
    return [int(i) for i in np.flatnonzero(mask)]


def _rows(texts: Sequence[Counter[str]], words: Sequence[str]) -> Floats:
    """Square roots of counts of these words, each text of length 1 (or 0 without any)."""
    rows = np.array([[text[w] for w in words] for text in texts], float)
    rows = np.sqrt(rows)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0))


def _pole(x: Floats, rows: Sequence[int]) -> Floats:
    return np.asarray(x[np.asarray(rows, int)].mean(axis=0))


def _mean(weights: Floats, values: Floats, of: NDArray[np.bool_]) -> Floats:
    held = weights[:, of]
    total = held.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, held @ values[of] / np.where(total > 0, total, 1), np.nan)

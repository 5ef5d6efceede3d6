"""Several replies to one prompt: how alike two of a simulator are, and which of people's it hits.

A prompt is a shared context, or else a scenario, of which the opening turn is the reply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.discrimination.views import Matrix
from usergap.probes.inference import Floats
from usergap.probes.variety.similarity import clusters, products

LIKE = 0.5
"""Replies at least so similar are one kind of reply."""
HELD_OUT = 5
"""Random ways to hold out people's replies, averaged."""


@dataclass(frozen=True)
class Prompt:
    """Replies to one prompt: their places among all dialogues, real ones and simulated ones."""

    real: tuple[int, ...]
    simulated: tuple[int, ...]


@dataclass(frozen=True)
class Recall:
    """Clusters of people's replies to one prompt, and how many the simulated replies hit.

    ``known``: clusters of the replies that are left where some of people's are held out;
    ``by_people`` and ``by_simulated``: how many of them those, and as many simulated ones, hit.
    """

    clusters: int
    hit: int
    known: float
    by_people: float
    by_simulated: float


def prompts(dialogues: Sequence[Dialogue], simulated: Sequence[bool]) -> list[Prompt]:
    """Prompts that both sides reply to, in the order of their names."""
    sides: Mapping[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, (dialogue, made) in enumerate(zip(dialogues, simulated, strict=True)):
        key = dialogue.context_id or dialogue.scenario_id
        if key is not None and dialogue.turns:
            kind = "context" if dialogue.context_id else "scenario"
            sides[kind, key][made].append(place)
    found = []
    for _, (real, made_) in sorted(sides.items()):
        if real and made_:
            ordered = (tuple(sorted(s, key=lambda i: dialogues[i].id)) for s in (real, made_))
            found.append(Prompt(*ordered))
    return found


def likeness(near: Floats, made: NDArray[np.bool_]) -> Floats:
    """How much more alike two simulated replies are than a real one and another (B).

    ``near`` (k × k) are similarities of the replies to one prompt, ``made`` (B × k) which of
    them are simulated: two or more, and not all. Its mean is 0 where the sides are alike.
    """
    s = made.astype(float)
    m, k = s.sum(axis=1), near.shape[0]
    off = near - np.diag(np.diag(near))
    within = ((s @ off) * s).sum(axis=1)
    pairs = m * (m - 1)
    rest = off.sum() - within
    return np.asarray(within / pairs - rest / (k * (k - 1) - pairs))


def relabelled(
    near: Floats, count: int, replicates: int, rng: np.random.Generator
) -> tuple[float, Floats]:
    """The likeness where the last ``count`` replies are simulated, and with any of them so."""
    made = np.arange(near.shape[0]) >= near.shape[0] - count
    drawn = rng.permuted(np.tile(made, (replicates, 1)), axis=1)
    return float(likeness(near, made[None])[0]), likeness(near, drawn)


def recall(vectors: Matrix, real: int, rng: np.random.Generator) -> Recall:
    """Recall of people's replies, the first ``real`` of the vectors; the others are simulated.

    Clusters are of people's replies alone, by single linkage. A reply hits one if it is like
    any of its members. To compare, k of people's replies are held out (k: at most half of
    them, and no more than simulated ones), and they and k simulated ones are held against
    the clusters of those that are left.
    """
    near = products(vectors)
    everyone = np.arange(near.shape[0])
    kinds, hit = _hits(near, everyone[:real], everyone[real:])
    k = min(real // 2, near.shape[0] - real)
    told = []
    for _ in range(HELD_OUT):
        people = rng.permutation(everyone[:real])
        made = rng.permutation(everyone[real:])[:k]
        known, own = _hits(near, people[k:], people[:k])
        told.append((known, own, _hits(near, people[k:], made)[1]))
    return Recall(kinds, hit, *np.mean(told, axis=0).tolist())


def _hits(near: Floats, people: NDArray[np.int64], replies: NDArray[np.int64]) -> tuple[int, int]:
    """The number of clusters of people's replies, and how many the replies hit."""
    number = np.array(clusters(near[np.ix_(people, people)], LIKE))
    like = (near[np.ix_(replies, people)] >= LIKE).any(axis=0)
    return np.unique(number).size, np.unique(number[like]).size

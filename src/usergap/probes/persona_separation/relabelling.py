"""Personas dealt anew within topics: what chance, and the topic alone, would do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray


def relabelled(
    persona: NDArray[np.int64],
    block: NDArray[np.int64],
    topic: NDArray[np.int64],
    times: int,
    seed: int,
) -> Iterator[NDArray[np.int64]]:
    """Personas (n,) shuffled among the dialogues of each topic, so many times.

    Where every group's dialogues have one persona, whole groups are dealt: groups of one
    size in one topic swap theirs. Otherwise single dialogues swap.
    """
    rng = np.random.default_rng([seed, 11])
    groups = [np.flatnonzero(block == one) for one in np.unique(block)]
    whole = all(np.unique(persona[rows]).size == 1 for rows in groups)
    units = groups if whole else [np.array([i]) for i in range(persona.size)]
    strata: dict[tuple[int, int], list[NDArray[np.int64]]] = {}
    for rows in units:
        strata.setdefault((int(topic[rows[0]]), rows.size), []).append(rows)
    ordered = [strata[key] for key in sorted(strata)]
    for _ in range(times):
        dealt = persona.copy()
        for same in ordered:
            order = rng.permutation(len(same)).tolist()
            for rows, source in zip(same, order, strict=True):
                dealt[rows] = persona[same[source][0]]
        yield dealt

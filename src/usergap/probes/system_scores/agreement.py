"""How far two sides' mean scores of the same systems agree, with replicates.

Every function takes means as arrays (B × systems) and gives B values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from usergap.probes.inference import Floats

Agreement = Callable[[Floats, Floats], Floats]


def pearson(real: Floats, simulated: Floats) -> Floats:
    """Pearson's r over systems; NaN where a side gives all systems one score."""
    x = real - real.mean(axis=1, keepdims=True)
    y = simulated - simulated.mean(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1)))


def spearman(real: Floats, simulated: Floats) -> Floats:
    """Pearson's r of ranks, ties at their mean rank."""
    return pearson(ranks(real), ranks(simulated))


def displacement(real: Floats, simulated: Floats) -> Floats:
    """Mean number of places by which a system stands elsewhere in the ranking."""
    return np.asarray(np.abs(ranks(real) - ranks(simulated)).mean(axis=1))


def mean_error(real: Floats, simulated: Floats) -> Floats:
    """Mean absolute difference of systems' mean scores."""
    return np.asarray(np.abs(real - simulated).mean(axis=1))


def shift(real: Floats, simulated: Floats) -> Floats:
    """Mean simulated minus mean real score, each system counting alike."""
    return np.asarray((simulated - real).mean(axis=1))


def ranks(means: Floats) -> Floats:
    """Ranks within each row."""
    return np.asarray(rankdata(means, axis=1), float)


def resampled(scores: Sequence[Floats], replicates: int, rng: np.random.Generator) -> Floats:
    """Mean scores of systems (replicates × systems), scores drawn again within each system."""
    columns = [s[rng.integers(s.size, size=(replicates, s.size))].mean(axis=1) for s in scores]
    return np.stack(columns, axis=1)


def swapped(
    real: Sequence[Floats],
    simulated: Sequence[Floats],
    replicates: int,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Means of both sides where it is chance who scored, within each system."""
    sides: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = ([], [])
    for one, other in zip(real, simulated, strict=True):
        pooled = rng.permuted(np.tile(np.concatenate([one, other]), (replicates, 1)), axis=1)
        sides[0].append(pooled[:, : one.size].mean(axis=1))
        sides[1].append(pooled[:, one.size :].mean(axis=1))
    return np.stack(sides[0], axis=1), np.stack(sides[1], axis=1)


def halves(
    real: Sequence[Floats],
    replicates: int,
    rng: np.random.Generator,
    most: Sequence[int] | None = None,
) -> tuple[Floats, Floats]:
    """Means of two random halves of the real scores of each system.

    ``most``: by system, how many scores the first of the two parts has at most.
    """
    sides: tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]] = ([], [])
    for place, one in enumerate(real):
        dealt = rng.permuted(np.tile(one, (replicates, 1)), axis=1)
        half = one.size // 2 if most is None else min(one.size // 2, most[place])
        sides[0].append(dealt[:, :half].mean(axis=1))
        sides[1].append(dealt[:, half:].mean(axis=1))
    return np.stack(sides[0], axis=1), np.stack(sides[1], axis=1)

"""Success by difficulty: the calibration error, and its excess over people against people.

Tasks lie in five bins of the success rate of real users, cut at .2, .4, .6 and .8. The error
is the mean over bins, weighed by tasks, of the distance of both sides' success rates (USI).
It is above 0 even where both sides are alike, as both rates are of few trials. So people's
trials are cut in two: the first part A tells the difficulty, and simulated trials S' are
held against it as the second part B is, as many of each: ECE(A, S') - ECE(A, B). Where
trials of a task are alike S' and B are exchangeable given A, and its mean is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats
from usergap.probes.task_outcomes.trials import Task

EDGES: Final = (0.2, 0.4, 0.6, 0.8)
CUTS: Final = 10
"""Random cuts of people's trials, averaged."""

Pair = tuple[Task, Task]
"""A task with real and with simulated users."""


def error(difficulty: Floats, told: Floats, weights: Floats) -> Floats:
    """The calibration error (B) of ``told`` rates of tasks (… × T) for weights (B × T)."""
    bins = np.digitize(difficulty, EDGES)
    apart = weights * (told - difficulty)
    total = np.stack([np.abs((apart * (bins == b)).sum(axis=-1)) for b in range(len(EDGES) + 1)])
    return np.asarray(total.sum(axis=0) / weights.sum(axis=-1))


def usable(pair: Pair) -> bool:
    """Whether people tried the task twice, so that their trials can be cut."""
    return pair[0].solved.size >= 2


def excess_error(cuts: tuple[Floats, Floats, Floats], weights: Floats) -> Floats:
    """Mean over cuts of ECE(A, S') - ECE(A, B), for weights (B × T) and cuts (cuts × T each)."""
    found = np.zeros(len(weights))
    for a, b, s in zip(*cuts, strict=True):
        found += error(a, s, weights) - error(a, b, weights)
    return np.asarray(found / len(cuts[0]))


def cut(
    pairs: Sequence[Pair], rng: np.random.Generator, times: int = CUTS
) -> tuple[Floats, Floats, Floats]:
    """Success rates of A, B and S' (times × T each) of tasks, cut at random."""
    columns = [
        _rates(np.tile(r.solved, (times, 1)), np.tile(s.solved, (times, 1)), rng) for r, s in pairs
    ]
    a, b, s = (np.stack(each, axis=1) for each in zip(*columns, strict=True))
    return a, b, s


def relabelled(pairs: Sequence[Pair], replicates: int, rng: np.random.Generator) -> Floats:
    """The excess (replicates) where within each task any of the trials are the real ones."""
    columns = []
    for real, made in pairs:
        pool = np.tile(np.r_[real.solved, made.solved], (replicates, 1))
        dealt = np.repeat(rng.permuted(pool, axis=1), CUTS, axis=0)
        columns.append(_rates(dealt[:, : real.solved.size], dealt[:, real.solved.size :], rng))
    a, b, s = (np.stack(each, axis=1) for each in zip(*columns, strict=True))
    one = np.ones((len(a), len(pairs)))
    above = np.asarray(error(a, s, one) - error(a, b, one), float)
    return np.asarray(above.reshape(replicates, CUTS).mean(axis=1))


def _rates(
    real: NDArray[np.bool_], made: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Rates of A, B and S' of one task (B), its trials (B × n each) in random order."""
    real, made = rng.permuted(real, axis=1), rng.permuted(made, axis=1)
    first = (real.shape[1] + 1) // 2
    many = min(real.shape[1] - first, made.shape[1])
    a, b, s = real[:, :first], real[:, first : first + many], made[:, :many]
    return a.mean(axis=1), b.mean(axis=1), s.mean(axis=1)

"""Coverage for the half sum of flag rates, separate samples and pairs.

Flags are rare (a dialogue mentions an age in 1 of 100), so a small sample may never
see one; pairs share a latent draw half of the time, so a pair's two sides agree.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.calibration import oracle
from benchmarks.calibration.cells import score, seed_of
from benchmarks.calibration.methods import LOSERS
from benchmarks.calibration.planted import Floats
from usergap.compare.intervals.inversion import distance_interval

REAL = np.array([0.09, 0.06, 0.05, 0.03, 0.02, 0.01, 0.005])
FURTHEST = np.array([0.45, 0.06, 0.30, 0.01, 0.12, 0.05, 0.005])
WEIGHTS = np.full(7, 0.5)
SHARED = 0.5


@dataclass(frozen=True)
class FlagCell:
    """``step`` 0 to 1: how far the simulated rates lie toward ``FURTHEST``."""

    dialogues: int
    step: float
    paired: bool


def draw(rng: np.random.Generator, cell: FlagCell, step: float, runs: int) -> tuple[Floats, Floats]:
    """Flags (runs, dialogues, 7) of both sides."""
    size = (runs, cell.dialogues, 7)
    left, right = rng.random(size), rng.random(size)
    if cell.paired:
        right = np.where(rng.random(size) < SHARED, left, right)
    rates = REAL + step * (FURTHEST - REAL)
    return (left < REAL).astype(float), (right < rates).astype(float)


def run(cell: FlagCell, runs: int, draws: int) -> dict[str, Any]:
    """Score the shipped interval and the losers on one cell."""
    rng = np.random.default_rng(seed_of(cell))
    n = cell.dialogues
    truth = float(WEIGHTS @ np.abs(cell.step * (FURTHEST - REAL)))
    real, simulated = draw(rng, cell, cell.step, runs)
    delta = real.mean(axis=1) - simulated.mean(axis=1)
    found: dict[str, list[Floats]] = {name: [] for name in ("shipped", *LOSERS)}
    for one, left, right in zip(delta, real, simulated, strict=True):
        weights = rng.multinomial(n, np.full(n, 1 / n), draws) / n
        other = weights if cell.paired else rng.multinomial(n, np.full(n, 1 / n), draws) / n
        deltas = weights @ left - other @ right
        ends = distance_interval(one, deltas, WEIGHTS, groups=(n, n), units=(n, n))
        found["shipped"].append(np.array([ends]))
        for name, method in LOSERS.items():
            found[name].append(method(one[None], deltas[None], WEIGHTS, (n, n)))
    ideal = _oracle(rng, cell).intervals(np.abs(delta) @ WEIGHTS)
    scores = {name: score(np.concatenate(x), truth, ideal) for name, x in found.items()}
    scores["oracle"] = score(ideal, truth, ideal)
    return {"kind": "half_sum", **asdict(cell), "distance": truth, "runs": runs, "methods": scores}


def _oracle(rng: np.random.Generator, cell: FlagCell) -> oracle.Oracle:
    steps = np.unique(np.r_[np.linspace(0, 2.0, 31), cell.step])
    steps = steps[np.all(np.abs(REAL + steps[:, None] * (FURTHEST - REAL)) <= 1, axis=1)]
    estimates = []
    for step in steps:
        left, right = draw(rng, cell, step, 1500)
        estimates.append(np.abs(left.mean(axis=1) - right.mean(axis=1)) @ WEIGHTS)
    distances = np.array([WEIGHTS @ np.abs(step * (FURTHEST - REAL)) for step in steps])
    return oracle.of_estimates(np.stack(estimates), distances)

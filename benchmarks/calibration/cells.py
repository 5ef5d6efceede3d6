"""One cell of the coverage table: many samples of one population, their intervals."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.calibration import oracle, planted
from benchmarks.calibration.methods import LOSERS, shipped
from benchmarks.calibration.planted import Floats

CHUNK_FLOATS = 4_000_000


@dataclass(frozen=True)
class Cell:
    """A population with a planted gap, and the size of the samples from it."""

    labels: int
    dialogues: int
    correlation: float
    distance: float
    towards: str


def seed_of(*parts: object) -> int:
    """A fixed seed for a cell, so that cells are independent of the table's order."""
    return zlib.crc32(repr(parts).encode())


def score(ends: Floats, truth: float, reference: Floats) -> dict[str, float]:
    """Coverage with its Monte-Carlo error, both kinds of miss, widths.

    Ends within 1e-9 of the truth count as covering: 0 is a truth that a low end
    reaches exactly.
    """
    above = ends[:, 0] > truth + 1e-9
    below = ends[:, 1] < truth - 1e-9
    covered = float(1 - above.mean() - below.mean())
    width, ideal = float((ends[:, 1] - ends[:, 0]).mean()), float(np.diff(reference).mean())
    return {
        "coverage": covered,
        "error": float(np.sqrt(max(covered * (1 - covered), 1e-12) / len(ends))),
        "above": float(above.mean()),
        "below": float(below.mean()),
        "width": width,
        "ratio": width / ideal,
    }


def run(cell: Cell, runs: int, draws: int, losers: bool) -> dict[str, Any]:
    """Score every method on one cell."""
    rng = np.random.default_rng(seed_of(cell))
    real = planted.SHARES[cell.labels]
    simulated = real + cell.distance * planted.direction(real, cell.towards)
    weights, groups = np.full(cell.labels, 0.5), (cell.dialogues, cell.dialogues)
    methods = {"shipped": shipped} | (dict(LOSERS) if losers else {})
    ends: dict[str, list[Floats]] = {name: [] for name in methods}
    observed: list[Floats] = []
    step = max(1, min(100, CHUNK_FLOATS // (draws * cell.labels)))
    for start in range(0, runs, step):
        part = min(step, runs - start)
        sides = [
            planted.replicates(
                rng, planted.sums(rng, shares, cell.correlation, part, cell.dialogues), draws
            )
            for shares in (real, simulated)
        ]
        delta, deltas = sides[0][0] - sides[1][0], sides[0][1] - sides[1][1]
        observed.append(np.abs(delta) @ weights)
        for name, method in methods.items():
            ends[name].append(method(delta, deltas, weights, groups))
    ideal = oracle.of_labels(
        rng, real, cell.towards, cell.distance, cell.correlation, cell.dialogues
    ).intervals(np.concatenate(observed))
    found = {name: score(np.concatenate(x), cell.distance, ideal) for name, x in ends.items()}
    found["oracle"] = score(ideal, cell.distance, ideal)
    return {"kind": "tvd", **asdict(cell), "runs": runs, "draws": draws, "methods": found}

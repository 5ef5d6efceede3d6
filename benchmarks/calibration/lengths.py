"""Coverage of Wasserstein-1 intervals on real, heavy-tailed lengths.

The population is the empirical distribution of user words over real dialogues, so
the true distance is known; the other side is the same people, shifted, stretched
or cut off. Nothing but word counts is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibration import oracle
from benchmarks.calibration.cells import score, seed_of
from benchmarks.calibration.methods import LOSERS, shipped_cdf
from benchmarks.calibration.planted import Floats
from usergap.compare.intervals.cdf import BLOCKS, block_sums, cdf_blocks

STEPS = 24
BATCH = 50


@dataclass(frozen=True)
class LengthCell:
    """Lengths as words or log(1 + words), and how the other side's differ."""

    dialogues: int
    log: bool
    change: str


def user_words(path: Path) -> Floats:
    """User words per dialogue of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        dialogues = [json.loads(line)["messages"] for line in lines]
    return np.array(
        [sum(len(m["content"].split()) for m in d if m["role"] == "user") for d in dialogues],
        float,
    )


def families(values: Floats, log: bool) -> Mapping[str, tuple[Callable[[float], Floats], Floats]]:
    """Families of other sides, and grids of their parameter from no change upward.

    The first point is no change, the second the one that a cell plants.
    """
    quantile = np.quantile(values, np.linspace(0, 1, 1001))
    step = 0.3 if log else 40.0
    stretch = 1.1 if log else 1.5
    top = 1.3 if log else 300.0
    return {
        "shifted": (lambda x: values + x, np.r_[0, step, np.linspace(0, top, STEPS)[1:]]),
        "stretched": (
            lambda x: values * x,
            np.r_[1, stretch, np.linspace(1, 1.6 if log else 4.5, STEPS)[1:]],
        ),
        "cut off": (
            lambda x: np.minimum(values, quantile[round(1000 * (1 - x))]),
            np.r_[0, 0.2, np.linspace(0, 1, STEPS)[1:]],
        ),
    }


@dataclass(frozen=True)
class Pair:
    """Two populations on one support: probabilities (k,), spacing (k − 1,)."""

    left: Floats
    right: Floats
    gaps: Floats

    @classmethod
    def of(cls, left: Floats, right: Floats) -> Pair:
        """Pool the values of two populations."""
        support = np.unique(np.concatenate([left, right]))
        shares = [
            np.bincount(np.searchsorted(support, x), minlength=support.size) / x.size
            for x in (left, right)
        ]
        return cls(shares[0], shares[1], np.diff(support))

    @property
    def distance(self) -> float:
        """The true Wasserstein-1 distance."""
        return float(np.abs(np.cumsum(self.left - self.right)[:-1]) @ self.gaps)

    def estimates(self, rng: np.random.Generator, n: int, draws: int) -> Floats:
        """Raw distances of ``draws`` samples with n on each side."""
        gap = rng.multinomial(n, self.left, draws) - rng.multinomial(n, self.right, draws)
        return np.abs(np.cumsum(gap, axis=1)[:, :-1] / n) @ self.gaps


def run(cell: LengthCell, words: Floats, runs: int, draws: int, losers: bool) -> dict[str, Any]:
    """Score the methods on one cell; ``same`` plants nothing and uses the stretched oracle."""
    rng = np.random.default_rng(seed_of(cell))
    values = np.log1p(words) if cell.log else words
    name = "stretched" if cell.change == "same" else cell.change
    family, grid = families(values, cell.log)[name]
    pair = Pair.of(values, family(grid[0 if cell.change == "same" else 1]))
    methods = {"shipped": shipped_cdf} | (dict(LOSERS) if losers else {})
    ends: dict[str, list[Floats]] = {x: [] for x in methods}
    observed: list[float] = []
    groups = (cell.dialogues, cell.dialogues)
    for start in range(0, runs, BATCH):
        size = min(BATCH, runs - start)
        delta, deltas, values_seen = _samples(rng, pair, cell.dialogues, size, draws)
        observed += values_seen
        for key, method in methods.items():
            ends[key].append(method(delta, deltas, np.ones(BLOCKS), groups))
    others = [Pair.of(values, family(x)) for x in grid]
    drawn = np.stack([other.estimates(rng, cell.dialogues, 1500) for other in others])
    ideal = oracle.of_estimates(drawn, np.array([x.distance for x in others])).intervals(
        np.array(observed)
    )
    found = {x: score(np.concatenate(y), pair.distance, ideal) for x, y in ends.items()}
    found["oracle"] = score(ideal, pair.distance, ideal)
    return {
        "kind": "w1",
        **asdict(cell),
        "distance": pair.distance,
        "runs": runs,
        "draws": draws,
        "methods": found,
    }


def _samples(
    rng: np.random.Generator, pair: Pair, n: int, runs: int, draws: int
) -> tuple[Floats, Floats, list[float]]:
    """Block sums (runs, BLOCKS), replicates (runs, draws, BLOCKS), exact distances.

    Runs of one batch share resampling weights: with the sample in order, a
    replicate's distribution function is the weights' running sum.
    """
    running = []
    for _ in range(2):
        weights = rng.multinomial(n, np.full(n, 1 / n), draws)
        running.append(np.cumsum(np.c_[np.zeros(draws), weights], axis=1) / n)
    delta, deltas = np.zeros((runs, BLOCKS)), np.zeros((runs, draws, BLOCKS))
    values = []
    for run_number in range(runs):
        counts = [rng.multinomial(n, x) for x in (pair.left, pair.right)]
        seen = np.flatnonzero(counts[0] + counts[1])
        gaps = np.add.reduceat(np.r_[pair.gaps, 0.0], seen)[:-1]
        below = [np.cumsum(x[seen])[:-1] for x in counts]
        drawn = running[0][:, below[0]] - running[1][:, below[1]]
        starts = cdf_blocks(below[0] / n, below[1] / n, gaps, (n, n))
        gap = (below[0] - below[1]) / n
        delta[run_number, : starts.size] = block_sums(gap, gaps, starts)
        deltas[run_number, :, : starts.size] = block_sums(drawn, gaps, starts)
        values.append(float(np.abs(gap) @ gaps))
    return delta, deltas, values

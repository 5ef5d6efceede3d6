"""The oracle: the interval of an analyst who knows what no analyst knows.

It knows both populations' family, P_t = P + t·u along the TRUE direction u of the
difference, and so the exact sampling distribution of the raw distance at every t.
It only does not know t. Its interval holds the t at which the observed distance
lies between the 2.5 % and 97.5 % points of that distribution (equal tails, cut at
0): at t = 0 it is [0, its upper bound]. No method can know u; a width near the
oracle's means that little is lost by not knowing it. At t = 0 there is no true
direction, and the oracle differs by the direction that the cell names.

Near 0 that difference sets a limit. The estimate's distribution at 0 is the same for
all directions, yet the oracle of the widest pattern is 1.25 times (7 labels) and 1.35
to 1.44 times (10 labels) as wide as that of ``two``. An interval made from the raw
distance that covers for every pattern must be as wide as the widest, and so cannot
stay within 1.3 of the narrowest oracle with 10 labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.planted import Floats, covariance, direction


@dataclass(frozen=True)
class Oracle:
    """Distances on a grid and the 2.5 % and 97.5 % points of the estimate at each."""

    distances: Floats
    low_points: Floats
    high_points: Floats

    def intervals(self, observed: Floats) -> Floats:
        """Ends (m, 2) for observed distances (m,)."""
        low = np.interp(observed, np.maximum.accumulate(self.high_points), self.distances)
        high = np.interp(observed, np.maximum.accumulate(self.low_points), self.distances)
        low = np.where(observed <= self.high_points[0], 0.0, low)
        return np.stack([low, high], axis=1)


def of_labels(
    rng: np.random.Generator,
    shares: Floats,
    towards: str,
    distance: float,
    correlation: float,
    dialogues: int,
    draws: int = 3000,
    steps: int = 40,
) -> Oracle:
    """The oracle for total variation, from normal draws with the exact covariance.

    Shares are means of at least 50 dialogues; that this suffices shows in the
    oracle's own coverage, which the table prints.
    """
    u = direction(shares, towards)
    base = covariance(shares, correlation, dialogues)
    reach = float(np.min(np.where(u < 0, shares / np.where(u < 0, -u, 1.0), np.inf)))
    scale = float(np.sqrt(np.diag(base)).sum())
    grid = np.linspace(0.0, distance * 1.15 + 2.2 * scale, steps)
    normal = rng.standard_normal((draws, shares.size))
    points = []
    for t in grid:
        moved = shares + min(t, reach) * u
        both = base + covariance(moved, correlation, dialogues)
        values, vectors = np.linalg.eigh(both)
        noise = (normal * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
        points.append(np.quantile(0.5 * np.abs(t * u + noise).sum(axis=1), [0.025, 0.975]))
    low, high = np.array(points).T
    return Oracle(grid, low, high)


def of_estimates(sample_distances: NDArray[np.float64], distances: Floats) -> Oracle:
    """The oracle from simulated estimates (steps, draws) at known distances (steps,)."""
    order = np.argsort(distances)
    low, high = np.quantile(sample_distances[order], [0.025, 0.975], axis=1)
    return Oracle(distances[order], low, high)

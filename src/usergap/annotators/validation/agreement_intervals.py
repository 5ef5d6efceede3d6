"""Intervals of agreement whose units come in clusters (conversations, scenarios).

Shares (precision, recall, F1) get Wilson's interval with an effective number of
units from the cluster-robust standard error (Korn and Graubard 1998; F1 by way of
J = tp / (tp + fp + fn), F1 = 2J / (1 + J)): percentile bootstraps collapse to a
point where a share is 0 or 1. Kappa and alpha get the expanded percentile bootstrap
over clusters; where no replicate differs (no disagreement seen) there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement import (
    Floats,
    cohen_kappa,
    f1,
    krippendorff_alpha,
    precision,
    recall,
)

LEVEL = 0.95
CHUNK = 200
_BOOTSTRAPPED: Mapping[str, Callable[[Floats], Floats]] = {
    "kappa": cohen_kappa,
    "alpha": krippendorff_alpha,
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its 95 % interval; None where not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio of sums over clusters: value, robust standard error, effective units."""

    value: float
    error: float
    effective: float
    clusters: int


def cluster_share(hits: Floats, units: Floats, cluster: NDArray[np.int64]) -> Share | None:
    """sum(hits) / sum(units) with its linearised cluster-robust error (Cochran 1977, ch. 6).

    ``hits`` and ``units`` (n,) hold the units' weights (0 where a unit does not count).
    None without units. One cluster gives no error: its effective size is 1.
    """
    total = float(units.sum())
    if total <= 0:
        return None
    value = float(hits.sum() / total)
    inside = units > 0
    clusters = int(np.unique(cluster[inside]).size)
    kish = total**2 / float((units**2).sum())
    if clusters < 2:
        return Share(value, 0.0, 1.0, clusters)
    rest = np.bincount(cluster, weights=hits - value * units)
    error = float(np.sqrt(clusters / (clusters - 1) * (rest**2).sum()) / total)
    if error > 0 and 0 < value < 1:
        effective = min(value * (1 - value) / error**2, kish)
    else:  # at 0 or 1 nothing shows how alike the units of a cluster are: take the worst
        effective = float(min(clusters, kish))
    return Share(value, error, max(effective, 1.0), clusters)


def wilson(share: Share | None, level: float = LEVEL) -> Estimate:
    """Wilson's interval (1927) with the effective units and Student's t of the clusters."""
    if share is None:
        return Estimate(None)
    from scipy.special import stdtrit

    z = float(stdtrit(max(share.clusters - 1, 1), (1 + level) / 2))
    n, p = share.effective, share.value
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(p, 0.0 if p == 0 else float(low), 1.0 if p == 1 else float(high))


def estimates(
    gold: NDArray[np.bool_],
    given: NDArray[np.bool_],
    weight: Floats,
    cluster: NDArray[np.int64],
    seed: int,
    replicates: int = 2000,
) -> dict[str, Estimate]:
    """Precision, recall, F1, kappa and alpha of one label over n units.

    ``gold, given`` (n,) yes/no, ``weight`` (n,) one over the inclusion probability,
    ``cluster`` (n,) numbers.
    """
    hit, either = gold & given, gold | given
    cells = np.stack([hit, given & ~gold, gold & ~given, ~either], axis=-1) * weight[:, None]
    # alpha depends on how many units were judged, not on how many they stand for
    cells = cells * (len(weight) / weight.sum()) if len(weight) else cells
    table = cells.sum(axis=0)
    jaccard = wilson(cluster_share(hit * weight, either * weight, cluster))
    found = {
        "precision": wilson(cluster_share(hit * weight, given * weight, cluster)),
        "recall": wilson(cluster_share(hit * weight, gold * weight, cluster)),
        "f1": Estimate(*(None if x is None else 2 * x / (1 + x) for x in _ends(jaccard))),
    }
    resampled = _resampled(cells, cluster, seed, replicates)
    clusters = int(np.unique(cluster).size)
    for name, function in _BOOTSTRAPPED.items():
        found[name] = expanded_percentiles(float(function(table)), function(resampled), clusters)
    return found


def values(table: Floats) -> dict[str, float | None]:
    """The five figures of one 2x2 table, without intervals."""
    functions = {"precision": precision, "recall": recall, "f1": f1, **_BOOTSTRAPPED}
    found = {name: float(function(table)) for name, function in functions.items()}
    return {name: value if np.isfinite(value) else None for name, value in found.items()}


def _ends(estimate: Estimate) -> tuple[float | None, float | None, float | None]:
    return estimate.value, estimate.low, estimate.high


def _resampled(cells: Floats, cluster: NDArray[np.int64], seed: int, replicates: int) -> Floats:
    """The 2x2 tables of bootstrap draws of whole clusters, (replicates, 4)."""
    names, number = np.unique(cluster, return_inverse=True)
    if names.size < 2:
        return np.zeros((0, 4))
    sums = np.zeros((names.size, 4))
    np.add.at(sums, number, cells)
    rng = np.random.default_rng(seed)
    share = np.full(names.size, 1 / names.size)
    drawn = [
        rng.multinomial(names.size, share, size=min(CHUNK, replicates - start)) @ sums
        for start in range(0, replicates, CHUNK)
    ]
    return np.concatenate(drawn) if drawn else np.zeros((0, 4))


def expanded_percentiles(value: float, replicates: Floats, clusters: int) -> Estimate:
    """Expanded percentiles (Hesterberg 2015): plain ones are too narrow for few clusters.

    The tail is that of a normal beyond sqrt(G / (G - 1)) times Student's t of G - 1.
    """
    if not np.isfinite(value):
        return Estimate(None)
    known = replicates[np.isfinite(replicates)]
    if known.size < 20 or np.ptp(known) < 1e-9:  # where one rater is constant, kappa is 0 ± 1e-17
        return Estimate(value)
    from scipy.special import ndtr, stdtrit

    reach = np.sqrt(clusters / (clusters - 1)) * stdtrit(clusters - 1, (1 + LEVEL) / 2)
    tail = float(ndtr(-reach))
    low, high = np.quantile(known, [tail, 1 - tail])
    return Estimate(value, float(low), float(high))

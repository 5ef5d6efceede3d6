"""Cohen's kappa of any number of raters, with the interval that alpha has.

Whole sets of labels are categories; each pair of raters counts by the units that it shares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.labelling.alpha import Floats, Given, over_clusters


@dataclass
class _Pair:
    """What two raters said of the units that both judged, and the cluster of each."""

    cluster: list[int] = field(default_factory=list)
    first: list[Hashable] = field(default_factory=list)
    second: list[Hashable] = field(default_factory=list)


def kappa(units: Sequence[Given], cluster: Sequence[int], seed: int) -> Estimate:
    """Cohen's kappa (1960) of each pair of raters, averaged by the units that a pair shares.

    A pair for whom agreement by chance would be perfect has none and is left out. The interval
    is that of a bootstrap of clusters (dialogues), expanded percentiles; None where kappa is
    not defined, or no replicate differs.
    """
    kept = [(unit, at) for unit, at in zip(units, cluster, strict=True) if len(unit) > 1]
    names = {at: number for number, at in enumerate(dict.fromkeys(at for _, at in kept))}
    pairs: dict[tuple[str, str], _Pair] = defaultdict(_Pair)
    for unit, at in kept:
        for one, other in combinations(sorted(unit), 2):
            pair = pairs[one, other]
            pair.cluster.append(names[at])
            pair.first.append(unit[one])
            pair.second.append(unit[other])

    def of(draws: Floats) -> Floats:
        return _mean(pairs.values(), draws)

    return over_clusters(float(of(np.ones((1, len(names))))[0]), of, len(names), seed)


def _mean(pairs: Collection[_Pair], draws: Floats) -> Floats:
    """Per draw (how often each cluster is in it) the mean over pairs; NaN without any."""
    total, weight = np.zeros(len(draws)), np.zeros(len(draws))
    for pair in pairs:
        found, shared = _cohen(pair, draws)
        known = np.isfinite(found)
        total += np.where(known, found * shared, 0.0)
        weight += np.where(known, shared, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(weight > 0, total / weight, np.nan))


def _cohen(pair: _Pair, draws: Floats) -> tuple[Floats, Floats]:
    """Kappa of one pair per draw, and the units that it shares there."""
    own, at = np.unique(pair.cluster, return_inverse=True)
    values = {value: place for place, value in enumerate(dict.fromkeys(pair.first + pair.second))}
    said = np.zeros((2, own.size, len(values)))
    for rater, given in enumerate((pair.first, pair.second)):
        np.add.at(said[rater], (at, np.array([values[value] for value in given])), 1.0)
    alike = np.bincount(at, [a == b for a, b in zip(pair.first, pair.second, strict=True)])
    times = draws[:, own]
    shared = times @ np.bincount(at).astype(np.float64)
    first, second = times @ said[0], times @ said[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        seen, chance = times @ alike / shared, (first * second).sum(axis=1) / shared**2
        found = np.where(chance < 1, (seen - chance) / (1 - chance), np.nan)
    return np.where(shared > 0, found, np.nan), shared

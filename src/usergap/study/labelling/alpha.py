"""Agreement of any number of raters who may give several labels to a unit.

Krippendorff's alpha with a distance between label sets (Krippendorff 2004, ch. 11): MASI
(Passonneau 2006) counts a subset as a near miss. On sets of one label it is the usual nominal
coefficient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate, expanded_percentiles

Floats = NDArray[np.float64]
Given = Mapping[str, Hashable]
"""One unit's value by each rater who judged it."""
REPLICATES = 1000


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """1 - Jaccard x monotonicity: 0 for equal sets, 1 for disjoint ones."""
    both, either = len(one & other), len(one | other)
    if not either:
        return 0.0
    nested = 1.0 if one == other else 2 / 3 if one <= other or other <= one else 1 / 3
    return 1.0 - both / either * (nested if both else 0.0)


def nominal(one: Hashable, other: Hashable) -> float:
    """0 for equal values, else 1."""
    return float(one != other)


def alpha(
    units: Sequence[Given],
    cluster: Sequence[int],
    distance: Callable[[Any, Any], float],
    seed: int,
) -> Estimate:
    """Alpha with the interval of a bootstrap of clusters (dialogues).

    Units with one rater say nothing. None where fewer than two different values occur.
    """
    kept = [(unit, at) for unit, at in zip(units, cluster, strict=True) if len(unit) > 1]
    values = sorted({one for unit, _ in kept for one in unit.values()}, key=repr)
    if len(values) < 2:
        return Estimate(None)
    apart = np.array([[distance(one, other) for other in values] for one in values])
    place = {one: at for at, one in enumerate(values)}
    names = {at: number for number, at in enumerate(dict.fromkeys(at for _, at in kept))}
    counts = np.zeros((len(names), len(values)))
    observed = np.zeros(len(names))
    for unit, at in kept:
        mine = np.zeros(len(values))
        for one, times in Counter(unit.values()).items():
            mine[place[one]] = times
        counts[names[at]] += mine
        observed[names[at]] += mine @ apart @ mine / (mine.sum() - 1)
    whole = float(_alpha(counts.sum(axis=0)[None], observed.sum()[None], apart)[0])

    def of(draws: Floats) -> Floats:
        return _alpha(draws @ counts, draws @ observed, apart)

    return over_clusters(whole, of, len(names), seed)


def over_clusters(
    value: float, of: Callable[[Floats], Floats], clusters: int, seed: int
) -> Estimate:
    """``value`` with the interval of a bootstrap of clusters; None where it is not finite.

    ``of``: what it is in each replicate, from how often each cluster is in it.
    """
    if not np.isfinite(value):
        return Estimate(None)
    if clusters < 2:
        return Estimate(value)
    return expanded_percentiles(value, of(drawn_clusters(clusters, seed)), clusters)


@lru_cache(maxsize=1)
def drawn_clusters(clusters: int, seed: int) -> Floats:
    """How often each cluster is in each replicate; the labels of a dimension share them."""
    share = np.full(clusters, 1 / clusters)
    drawn = np.random.default_rng(seed).multinomial(clusters, share, REPLICATES)
    return drawn.astype(np.float64)


def _alpha(counts: Floats, observed: Floats, apart: Floats) -> Floats:
    """1 - D_o / D_e, with n D_o = ``observed`` and n (n - 1) D_e = the pairs of all values."""
    total = counts.sum(axis=-1)
    expected = np.einsum("bi,ij,bj->b", counts, apart, counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - (total - 1) * observed / expected, np.nan))

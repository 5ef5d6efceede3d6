"""Does a simulated user write long where the real one did? Correlations over pairs.

After Ivey et al. (2024, arXiv 2409.08330), who correlate features of a human's turn
with the same features of the turn that a model wrote in its place. A population can
match in every distribution and still be unrelated case by case; this looks at the
cases. Here a pair is a scenario and a value belongs to a whole dialogue.

Each row has Pearson's r with Fisher's (1921) interval, and Spearman's rho, which
heavy tails do not rule, with the interval of Bonett and Wright (2000). Pairs that
share a conversation are not independent: the number of connected groups, not of
pairs, sets the intervals' width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from usergap.compare.across_domains.correlation import fisher_interval, pearson
from usergap.compare.partners.values import partners
from usergap.compare.sides import Floats
from usergap.profiles import Profile

FEATURES: Mapping[str, tuple[str, str | None, float]] = MappingProxyType(
    {
        "words": ("words", None, 1.0),
        "turns": ("turns", None, 1.0),
        "words per turn": ("words", "turns", 1.0),
        "fk_grade": ("fk_grade", None, 1.0),
        "mtld": ("mtld", None, 1.0),
        "errors": ("errors", None, 1.0),
        "errors per 100 words": ("errors", "words", 100.0),
        "things known": ("knowledge.knows", None, 1.0),
        "things not known": ("knowledge.not", None, 1.0),
    }
)
"""Feature: (profile column, column that it is divided by, factor)."""


@dataclass(frozen=True, slots=True)
class SurfaceCorrelation:
    """One feature over ``n`` pairs, in ``units`` independent groups.

    ``r, low, high``: Pearson; ``rho, rho_low, rho_high``: Spearman; None where a side
    is constant; intervals also for fewer than 4 groups, and for r or rho of 1 or -1.
    ``real, simulated``: means.
    """

    feature: str
    n: int
    units: int
    r: float | None
    low: float | None
    high: float | None
    rho: float | None
    rho_low: float | None
    rho_high: float | None
    real: float | None
    simulated: float | None


def surface_correlations(
    real: Profile,
    simulated: Profile,
    features: Mapping[str, tuple[str, str | None, float]] = FEATURES,
) -> tuple[SurfaceCorrelation, ...]:
    """One row per surface feature: real against simulated, over the scenarios they share.

    Raises InputError where no scenario is shared.
    """
    found = partners(real, simulated)
    rows = []
    for feature, (column, per, factor) in features.items():
        here, there = found.values(column, per)
        known = np.isfinite(here) & np.isfinite(there)
        units = int(np.unique(found.unit[known]).size)
        rows.append(_row(feature, factor * here[known], factor * there[known], units))
    return tuple(rows)


def spearman(x: Floats, y: Floats) -> float | None:
    """Pearson's r of the ranks, ties sharing their mean rank; None where constant."""
    from scipy.stats import rankdata

    return pearson(rankdata(x), rankdata(y)) if x.size > 1 else None


def spearman_interval(rho: float, n: int, level: float = 0.95) -> tuple[float, float] | None:
    """tanh(atanh rho +- z sqrt((1 + rho^2 / 2) / (n - 3))), Bonett and Wright 2000.

    None for n < 4 and, as for Pearson's r, where all ranks agree.
    """
    if n < 4 or abs(rho) >= 1.0:
        return None
    reach = NormalDist().inv_cdf(0.5 + level / 2) * sqrt((1 + rho**2 / 2) / (n - 3))
    return (tanh(atanh(rho) - reach), tanh(atanh(rho) + reach))


def _row(feature: str, here: Floats, there: Floats, units: int) -> SurfaceCorrelation:
    r, rho = pearson(here, there), spearman(here, there)
    ends = None if r is None else fisher_interval(r, units)
    rho_ends = None if rho is None else spearman_interval(rho, units)
    return SurfaceCorrelation(
        feature=feature,
        n=here.size,
        units=units,
        r=r,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        rho=rho,
        rho_low=rho_ends[0] if rho_ends else None,
        rho_high=rho_ends[1] if rho_ends else None,
        real=float(here.mean()) if here.size else None,
        simulated=float(there.mean()) if there.size else None,
    )

"""Which units people should label: few, telling ones, drawn with known probabilities.

Systematic sampling with probability proportional to size (Madow 1949) over units in
the order of their strata, shuffled within: a fixed number of units, each with an
inclusion probability that is known exactly, spread over all strata. Sizes favour
strata that are rare and units that are uncertain; a floor keeps every unit
drawable, so that estimates weighted by 1/p are unbiased and no weight runs away.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.errors import InputError

Floats = NDArray[np.float64]

FLOOR = 0.25
"""A unit's least inclusion probability, as a share of that under equal probabilities."""


@dataclass(frozen=True)
class Drawn:
    """``units``: places that were drawn, in order; ``inclusion`` (all units): probabilities."""

    units: NDArray[np.int64]
    inclusion: Floats


def sizes(strata: Sequence[Hashable], uncertainty: Floats) -> Floats:
    """Measures of size (n,): every stratum the same in total, within by uncertainty.

    ``uncertainty`` (n,) in 0..1. A unit weighs (1/units of its stratum) · (½ +
    uncertainty), the strata brought to one total by the square root of their units
    (power allocation, Bankier 1988): between equal strata and equal units.
    """
    names = {stratum: place for place, stratum in enumerate(dict.fromkeys(strata))}
    number = np.array([names[stratum] for stratum in strata], np.int64)
    own = 0.5 + np.clip(uncertainty, 0.0, 1.0)
    totals = np.bincount(number, weights=own, minlength=len(names))
    counts = np.bincount(number, minlength=len(names))
    return np.asarray(own / totals[number] * np.sqrt(counts)[number])


def inclusion_probabilities(size: Floats, n: int) -> Floats:
    """Probabilities that sum to ``n``, proportional to ``size`` between floor and 1.

    Raises ``InputError`` for an ``n`` below 1. All 1 where there are no more units.
    """
    if n < 1:
        raise InputError(f"-n: expected 1 or more units, found {n}")
    total = len(size)
    if n >= total:
        return np.ones(total)
    lowest = FLOOR * n / total
    p = np.clip(size * (n / size.sum()), lowest, 1.0)
    for _ in range(100):  # what the bounds add or take is shared out among the others
        free = (p > lowest) & (p < 1.0)
        gap = n - p.sum()
        if abs(gap) < 1e-12 * n or not free.any():
            break
        p[free] = np.clip(p[free] * (1 + gap / p[free].sum()), lowest, 1.0)
    gap = n - p.sum()
    if abs(gap) > 1e-9 * n:  # every unit at a bound: move them all towards the mean
        other = (1.0 if gap > 0 else lowest) - p
        p = p + other * (gap / other.sum())
    return np.asarray(p)


def draw(
    strata: Sequence[Hashable],
    uncertainty: Floats,
    n: int,
    seed: int,
    within: Sequence[Hashable] | None = None,
) -> Drawn:
    """Draw ``n`` units (all, if there are no more), spread over strata and ``within`` them.

    Raises ``InputError``.
    """
    total = len(strata)
    if not total:
        raise InputError("expected user turns to draw from, found none")
    inclusion = inclusion_probabilities(sizes(strata, uncertainty), n)
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(total), _ranks(within or strata), _ranks(strata)))
    ends = np.cumsum(inclusion[order])
    ends *= min(n, total) / ends[-1]  # rounding must not cost or win a unit
    marks = rng.random() + np.arange(min(n, total))
    places = np.searchsorted(ends, marks, side="right")
    return Drawn(np.sort(order[np.minimum(places, total - 1)]), inclusion)


def _ranks(values: Sequence[Hashable]) -> NDArray[np.int64]:
    names = {value: place for place, value in enumerate(sorted(set(values), key=str))}
    return np.array([names[value] for value in values], np.int64)

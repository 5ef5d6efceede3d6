"""How far each simulated dialogue is from its own real partner.

For every scenario that both sides share: the mean over measures of |z difference|,
where z is a value in units of its standard deviation over all rows compared (both
sides pooled, so that the distance is symmetric and a value which real users never
show does not divide by 0). A measure of labels counts once: the mean over its labels
of the |z difference| of each label's share of the dialogue's units. Word and error
counts have heavy tails and enter as log(1 + x).

Within one pair a distance holds the chance of two draws as well as the simulator's
error: it ranks pairs, and is no estimate of a gap between populations. Ours; the
idea of a mean standardised difference over features is Cohen's d per feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from usergap.compare.partners.values import Partners, partners
from usergap.compare.sides import Floats
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles import Profile

ONE_TURN = ("intent", "feedback", "emotion", "identity", "words", "fk_grade", "mtld", "errors")
"""The measures that a dialogue of one user turn can have, and that have a z: vectors have none."""

HEAVY = frozenset({"words", "errors", "turns"})
"""Counts with heavy tails, compared as log(1 + x)."""


def pair_distances(
    real: Profile,
    simulated: Profile,
    measures: Sequence[str] = ONE_TURN,
    dimensions: Mapping[str, Dimension] | None = None,
) -> Floats:
    """The mean |z difference| of each pair, (pairs,), in the order of the real side's pairs.

    A scenario's runs are averaged first. A measure that a pair lacks on a side is left
    out for that pair; a pair that lacks all measures is NaN here, where an array
    cannot hold None. Raises InputError where no scenario is shared.
    """
    parts = pair_differences(partners(real, simulated), measures, dimensions)
    return mean_known(list(parts.values()))


def pair_differences(
    found: Partners,
    measures: Sequence[str] = ONE_TURN,
    dimensions: Mapping[str, Dimension] | None = None,
) -> dict[str, Floats]:
    """|z difference| of each pair by measure, (pairs,) each; NaN where a side has no value."""
    known = MEASURES if dimensions is None else dimensions
    parts = {}
    for name in measures:
        dimension = known[name]
        if dimension.kind is Kind.VECTORS:
            raise ValueError(f"{name}: vectors have no standard deviation to be divided by")
        parts[name] = mean_known([_difference(found, dimension, x) for x in _columns(dimension)])
    return parts


def mean_known(parts: Sequence[Floats]) -> Floats:
    """The mean over arrays of the values that are known; NaN where none is."""
    values = np.stack(parts)
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _columns(dimension: Dimension) -> tuple[str, ...]:
    if dimension.kind is Kind.NUMBER:
        return dimension.columns[:1]
    return tuple(f"{dimension.id}.{label}" for label in dimension.labels)


def _difference(found: Partners, dimension: Dimension, column: str) -> Floats:
    per = f"{dimension.id}.units" if dimension.kind is Kind.LABELS else None
    here, there = found.values(column, per)
    if column in HEAVY:
        here, there = np.log1p(here), np.log1p(there)
    both = np.concatenate([here, there])
    both = both[np.isfinite(both)]
    spread = float(both.std(ddof=1)) if both.size > 1 else 0.0
    if spread <= 0:  # nobody differs from anybody: no difference, where there is a value
        return np.asarray(np.abs(here - there))
    return np.asarray(np.abs(here - there) / spread)

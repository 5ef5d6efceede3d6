"""A sample of large corpora for the one distance that grows with their square."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from usergap.compare.observations import Observations
from usergap.compare.sides import Sides
from usergap.dimensions import Dimension, Kind

MOST_ROWS = 2000
"""Rows of both sides together whose pairwise distances are kept (32 MB)."""


def affordable(dimension: Dimension, seen: Observations, sides: Sides) -> Observations:
    """What a measure can be compared on: all rows, of vectors a sample where there are many."""
    return thin(seen, sides) if dimension.kind is Kind.VECTORS else seen


def thin(seen: Observations, sides: Sides, most: int = MOST_ROWS) -> Observations:
    """Leave out whole units until at most about ``most`` rows have a value.

    Units stand in the order of their digests, so that the first of them are a
    sample that depends neither on the input's order nor on the seed. Real only,
    shared and simulated only units are thinned alike.
    """
    rows = int(seen.defined.sum())
    if rows <= most:
        return seen
    blocks = np.bincount(sides.unit, minlength=sides.units)
    has_real = np.bincount(sides.unit[sides.real_block], minlength=sides.units) > 0
    kind = np.where(blocks == 2, 1, np.where(has_real, 0, 2))
    kept = np.zeros(sides.units, np.bool_)
    for each in np.unique(kind):
        units = np.flatnonzero(kind == each)
        kept[units[: max(2, units.size * most // rows)]] = True
    rows_kept = kept[sides.unit[sides.block]]
    return replace(
        seen,
        values=np.where(rows_kept[:, None], seen.values, 0.0),
        defined=seen.defined & rows_kept,
        units=np.where(rows_kept, seen.units, 0.0),
        parts=seen.parts & rows_kept[:, None],
    )

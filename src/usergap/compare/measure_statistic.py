"""The statistic that belongs to a measure's kind."""

from __future__ import annotations

from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import Observations
from usergap.compare.sides import Sides
from usergap.compare.statistic import Statistic
from usergap.compare.vector_statistic import VectorStatistic
from usergap.dimensions import Dimension, Kind


def statistic_of(dimension: Dimension, seen: Observations, sides: Sides) -> Statistic:
    """A measure's statistic over two sides: by labels, flags, numbers or vectors."""
    if dimension.kind is Kind.VECTORS:
        return VectorStatistic.of(seen, sides)
    if dimension.kind is Kind.NUMBER:
        return NumberStatistic.of(seen, sides)
    return LabelStatistic.of(seen, sides, rates=dimension.kind is Kind.FLAGS)

"""The behaviour dimensions: each file declares one measure."""

from usergap.dimensions.dimension import Cell, Dimension, Kind, Labels, Level, Units
from usergap.dimensions.registry import HEADLINE, MEASURES
from usergap.dimensions.tally import label_columns, tally

__all__ = [
    "HEADLINE",
    "MEASURES",
    "Cell",
    "Dimension",
    "Kind",
    "Labels",
    "Level",
    "Units",
    "label_columns",
    "tally",
]

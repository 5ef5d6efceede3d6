"""The behaviour dimensions: each file declares one measure."""

from usergap.dimensions.dimension import Cell, Dimension, Kind, Labels, Level, Units
from usergap.dimensions.tally import label_columns, tally

__all__ = ["Cell", "Dimension", "Kind", "Labels", "Level", "Units", "label_columns", "tally"]

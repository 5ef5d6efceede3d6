"""From labels of turns or sentences to the profile columns of one dialogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from usergap.dimensions.dimension import Cell, Dimension, Kind, Units


def label_columns(dimension: Dimension) -> tuple[str, ...]:
    """The names of the profile columns that ``tally`` fills, in order."""
    counts = tuple(f"{dimension.id}.{label}" for label in dimension.labels)
    if dimension.kind is Kind.FLAGS:
        return counts
    first = tuple(f"{dimension.id}.first.{label}" for label in dimension.labels)
    return (*counts, *first, f"{dimension.id}.units", f"{dimension.id}.missing")


def tally(dimension: Dimension, units: Units) -> Mapping[str, Cell]:
    """Count labels over the units of one dialogue.

    ``LABELS``: units that carry each label, the same for the first unit alone,
    the number of judged units and of missing ones. ``FLAGS``: 1 where any unit
    carries the label; 0 where all are judged and none does; else None, not known.
    """
    judged = [labels for labels in units if labels is not None]
    counts = Counter(label for labels in judged for label in set(labels))
    unknown = set(counts) - set(dimension.labels) - {"none"}
    if unknown:
        raise ValueError(f"{dimension.id}: unknown labels {sorted(unknown)}")
    if dimension.kind is Kind.FLAGS:
        known = bool(judged) and len(judged) == len(units)
        return {
            f"{dimension.id}.{label}": 1 if counts[label] else 0 if known else None
            for label in dimension.labels
        }
    first = set(units[0] or ()) if units else set()
    cells: dict[str, Cell] = {f"{dimension.id}.{x}": counts[x] for x in dimension.labels}
    cells |= {f"{dimension.id}.first.{x}": int(x in first) for x in dimension.labels}
    cells[f"{dimension.id}.units"] = len(judged)
    cells[f"{dimension.id}.missing"] = len(units) - len(judged)
    return cells

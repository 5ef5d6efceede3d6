"""From labels of turns or sentences to the profile columns of one dialogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

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
    counts: Counter[str] = Counter()
    for labels, units_alike in Counter(map(tuple, judged)).items():
        for label in set(labels):
            counts[label] += units_alike
    if not _known(dimension.labels).issuperset(counts):
        unknown = set(counts) - _known(dimension.labels)
        raise ValueError(f"{dimension.id}: unknown labels {sorted(unknown)}")
    names = _names(dimension.id, dimension.labels)
    if dimension.kind is Kind.FLAGS:
        known = bool(judged) and len(judged) == len(units)
        return {name: 1 if counts[label] else 0 if known else None for label, name, _ in names}
    first = (units[0] or ()) if units else ()
    cells: dict[str, Cell] = {}
    for label, name, at_first in names:
        cells[name] = counts[label]
        cells[at_first] = int(label in first)
    cells[f"{dimension.id}.units"] = len(judged)
    cells[f"{dimension.id}.missing"] = len(units) - len(judged)
    return cells


@cache
def _known(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*labels, "none"))


@cache
def _names(id_: str, labels: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Each label with its column, and its column of first units."""
    return tuple((label, f"{id_}.{label}", f"{id_}.first.{label}") for label in labels)

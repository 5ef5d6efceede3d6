"""The ten measures of the headline, and those that plug-ins add."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import MappingProxyType

from usergap.dimensions.dimension import Dimension

HEADLINE = (
    "intent",
    "feedback",
    "emotion",
    "identity",
    "knowledge",
    "words",
    "turns",
    "fk_grade",
    "mtld",
    "errors",
)
"""The measures that are judged together, in report order: one file each."""


def _declared() -> Mapping[str, Dimension]:
    found: dict[str, Dimension] = {}
    for name in HEADLINE:
        if find_spec(f"usergap.dimensions.{name}") is None:  # being built
            continue
        found[name] = getattr(import_module(f"usergap.dimensions.{name}"), name.upper())
    for point in entry_points(group="usergap.dimensions"):
        dimension = point.load()
        if not isinstance(dimension, Dimension):
            raise TypeError(f"entry point {point.name} of usergap.dimensions is no Dimension")
        found.setdefault(dimension.id, dimension)
    return MappingProxyType(found)


MEASURES: Mapping[str, Dimension] = _declared()
"""Every known measure by id: the ten of the headline first, then plug-ins."""

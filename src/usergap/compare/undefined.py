"""Why a measure cannot be compared: each reason is a sentence for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.compare.observations import Observations, needed_columns
from usergap.compare.sides import Sides, column
from usergap.dimensions import Dimension, Kind

FEWEST_GROUPS = 2


def before_reading(
    dimension: Dimension, sides: Sides, real: Mapping[str, Any], simulated: Mapping[str, Any]
) -> str | None:
    """Reasons that lie in how the profiles were made (``metadata``) or in their languages."""
    for name, table in zip(("real", "simulated"), sides.table, strict=True):
        if not table.num_rows:
            return f"no {name} dialogues here"
        missing = [x for x in needed_columns(dimension) if x not in table.column_names]
        if missing:
            return f"the {name} profile lacks the column {missing[0]}"
    here, there = _made(dimension, real), _made(dimension, simulated)
    for what in here:
        if here[what] != there[what]:
            return (
                f"{what} differ: real was measured with {here[what] or 'an unknown one'}, "
                f"simulated with {there[what] or 'an unknown one'}"
            )
    return _languages(sides)


def after_reading(seen: Observations, sides: Sides) -> str | None:
    """Reasons that lie in the values: none at all, or from too few groups."""
    for name, mine in (("real", sides.real), ("simulated", ~sides.real)):
        rows = seen.defined & mine
        if not rows.any():
            return f"no {name} dialogue has a value"
        groups = np.unique(sides.block[rows]).size
        if groups < FEWEST_GROUPS:
            return f"only {groups} group of {name} dialogues has a value: no error bar is possible"
    return None


def undefined_share(defined: NDArray[np.bool_], mine: NDArray[np.bool_]) -> float:
    """The share of one side's dialogues without a value."""
    return float(1.0 - defined[mine].mean()) if mine.any() else 0.0


def _made(dimension: Dimension, metadata: Mapping[str, Any]) -> dict[str, Any]:
    made = {"versions": metadata.get("dimensions", {}).get(dimension.id)}
    if dimension.kind in (Kind.LABELS, Kind.FLAGS):
        made["annotators"] = metadata.get("annotators", {}).get(dimension.id)
    return made


def _languages(sides: Sides) -> str | None:
    here, there = ({x for x in column(table, "language") if x} for table in sides.table)
    if here and there and not here & there:
        return (
            f"languages differ: real dialogues are in {', '.join(sorted(map(str, here)))}, "
            f"simulated ones in {', '.join(sorted(map(str, there)))}"
        )
    return None

"""First turns and later ones: people open a dialogue in another way than they go on.

Labels of a first turn differ from those of later ones, so that simulated dialogues
with fewer turns have other shares even where every turn is like a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from usergap.compare.confounds.effect import Found
from usergap.compare.matched import Matched
from usergap.compare.observations import Observations
from usergap.compare.sides import Floats
from usergap.dimensions import Dimension, Kind

TITLE = "Place in the dialogue"

ANSWERS = frozenset({"feedback"})
"""Measures of reactions to an answer, which no first turn can be."""


def turn_position(matched: Matched) -> Iterator[Found]:
    """First turns alone, later turns alone, and simulated turns weighed to the real mix.

    The last is direct standardisation: simulated first turns get the share that first
    turns have among real ones.
    """
    parts = {
        name: split
        for name in matched.seen
        if (split := _split(matched, matched.measures[name])) is not None
    }
    if not parts:
        return
    real = matched.sides.real
    everyone = np.ones(real.size, np.bool_)
    kinds = (
        (
            "first_turns",
            "first turns alone",
            {x: y for x, (y, _) in parts.items() if _varies(y) and x not in ANSWERS},
        ),
        ("later_turns", "later turns alone", {x: later for x, (_, later) in parts.items()}),
        (
            "turn_position",
            "as many first turns among the simulated as among the real ones",
            {x: _standardised(*pair, real, matched.sides.weight) for x, pair in parts.items()},
        ),
    )
    first, later = next(iter(parts.values()))
    shares = []
    for side in (real, ~real):
        opened, others = (_sum(part.units, matched.sides.weight, side) for part in (first, later))
        shares.append(f"{100 * opened / max(opened + others, 1e-12):.0f} %")
    opening = f"{shares[0]} of real turns and {shares[1]} of simulated ones open a dialogue"
    for name, stratum, seen in kinds:
        yield Found(name, TITLE, f"{opening}; {stratum}", everyone, matched.sides, seen, stratum)


def _varies(part: Observations) -> bool:
    """Whether more than one label occurs: nobody can react to an answer in a first turn."""
    return bool((part.values.sum(axis=0) > 0).sum() > 1)


def _split(matched: Matched, dimension: Dimension) -> tuple[Observations, Observations] | None:
    """The first turn's counts and those of the others; None where they are not recorded."""
    if dimension.kind is not Kind.LABELS or dimension.unit == "sentence":
        return None
    names = [f"{dimension.id}.first.{label}" for label in dimension.labels]
    if any(x not in table.column_names for table in matched.sides.table for x in names):
        return None
    whole = matched.seen[dimension.id]
    raw = np.stack([matched.values(name) for name in names], axis=1)
    first = np.where(raw == None, 0, raw).astype(np.float64)  # noqa: E711
    first = np.where(whole.defined[:, None], first, 0.0)
    opened = (first.sum(axis=1) > 0).astype(np.float64)
    return _part(whole, first, opened), _part(whole, whole.values - first, whole.units - opened)


def _part(whole: Observations, values: Floats, units: Floats) -> Observations:
    defined = whole.defined & (units > 0)
    return replace(whole, values=values, units=units, defined=defined, parts=defined[:, None])


def _standardised(
    first: Observations,
    later: Observations,
    real: np.ndarray[tuple[int], np.dtype[np.bool_]],
    weight: Floats,
) -> Observations:
    totals = [[_sum(part.units, weight, side) for part in (first, later)] for side in (real, ~real)]
    ratio = [
        (totals[0][place] / max(sum(totals[0]), 1e-12))
        / max(totals[1][place] / max(sum(totals[1]), 1e-12), 1e-12)
        for place in (0, 1)
    ]
    scale = [np.where(real, 1.0, x) for x in ratio]
    return replace(
        first,
        values=scale[0][:, None] * first.values + scale[1][:, None] * later.values,
        units=scale[0] * first.units + scale[1] * later.units,
        defined=first.defined | later.defined,
        parts=first.parts | later.parts,
    )


def _sum(units: Floats, weight: Floats, side: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(units[side] @ weight[side])

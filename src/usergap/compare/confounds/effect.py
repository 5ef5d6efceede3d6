"""From one way to take a confound out to what happens to the headline rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from usergap.compare.confounds.record import Confound, Effect
from usergap.compare.matched import Mask, Matched
from usergap.compare.observations import Observations
from usergap.compare.sides import Sides, column
from usergap.dimensions import Dimension

ALPHA = 0.05
FEWEST_GROUPS = 20
"""Groups that must be left on each side; with fewer the floor swallows any gap."""

WORTH_TELLING = 0.05
"""Relative change below which a sentence does not name a measure."""


@dataclass(frozen=True)
class Found:
    """A confound that was looked for: what it concerns, and how to take it out.

    ``concerned`` marks pooled rows. ``sides`` (weights) and ``seen`` (values, of the
    measures that it touches) describe the comparison without it; both None where
    there is nothing to take out. ``told`` starts the sentence.
    """

    id: str
    title: str
    told: str
    concerned: Mask
    sides: Sides | None = None
    seen: Mapping[str, Observations] | None = None
    stratum: str | None = None
    left_out: str = ""


def weigh(found: Found, matched: Matched) -> Confound:
    """Compare again without the confound, and put the change into a sentence."""
    real = matched.sides.real
    effects: tuple[Effect, ...] = ()
    told = found.told
    if found.seen is not None and found.sides is not None:
        if _enough(found.sides):
            effects = _effects(found.sides, found.seen, matched)
            told = f"{told}: {_outcome(effects, matched.measures)}"
        else:
            told = f"{told}: too few dialogues are left to compare (fewer than {FEWEST_GROUPS})"
    return Confound(
        id=found.id,
        title=found.title,
        simulator=matched.simulator,
        stratum=found.stratum,
        real=int((found.concerned & real).sum()),
        simulated=int((found.concerned & ~real).sum()),
        n_real=int(real.sum()),
        n_simulated=int((~real).sum()),
        left_real=_left(found, matched, real),
        left_simulated=_left(found, matched, ~real),
        sentence=told[:1].upper() + told[1:],
        effects=effects,
        left_out=found.left_out,
    )


def _effects(
    sides: Sides, seen: Mapping[str, Observations], matched: Matched
) -> tuple[Effect, ...]:
    statistics = matched.statistics(sides, seen)
    after, floors = matched.distances(statistics), matched.floors(sides, statistics)
    replicates = matched.replicates_of(statistics)
    reach = NormalDist().inv_cdf(1 - ALPHA / 2 / max(1, len(after)))
    effects = []
    for name, value in after.items():
        row, floor = matched.rows[name], floors[name]
        before = matched.resampled.get(name)
        if before is None or row.value is None or row.floor is None:
            continue
        moved = replicates[name] - before
        known = moved[np.isfinite(moved)]
        if floor is None or not np.isfinite(value) or known.size < 2:
            continue
        change = value - row.value
        by_chance = floor - row.floor
        noise = reach * float(known.std(ddof=1))
        effects.append(
            Effect(
                measure=name,
                distance=row.distance,
                before=row.value,
                after=value,
                floor_before=row.floor,
                floor_after=floor,
                change=change,
                low=change - max(by_chance, 0.0) - noise,
                high=change - min(by_chance, 0.0) + noise,
            )
        )
    return tuple(effects)


def _left(found: Found, matched: Matched, side: Mask) -> int:
    sides = matched.sides if found.sides is None else found.sides
    return int((sides.weight[side] > 0).sum())


def _enough(sides: Sides) -> bool:
    mass = np.bincount(sides.block, sides.weight, sides.real_block.size) > 0
    return all(
        int((mass & mine).sum()) >= FEWEST_GROUPS for mine in (sides.real_block, ~sides.real_block)
    )


def _outcome(effects: tuple[Effect, ...], measures: Mapping[str, Dimension]) -> str:
    """Which gaps become smaller or larger beyond noise, the largest relative change first."""
    if not effects:
        return "no measure can be compared"
    size = {e.measure: abs(e.change) / max(e.before, 1e-12) for e in effects}
    ranked = sorted(effects, key=lambda e: -size[e.measure])
    parts = []
    for word, sign in (("smaller", -1), ("larger", 1)):
        moved = [
            e
            for e in ranked
            if e.beyond_noise and sign * e.change > 0 and size[e.measure] >= WORTH_TELLING
        ]
        if moved:
            named = [
                f"{measures[e.measure].title.lower()} ({e.before:.3g} to {e.after:.3g})"
                for e in moved[:3]
            ]
            more = f" and {len(moved) - 3} more" if len(moved) > 3 else ""
            parts.append(f"{word} gaps in {', '.join(named)}{more}")
    return "; ".join(parts) or "no gap changes beyond noise"


def field_values(table: pa.Table, name: str) -> set[str]:
    """The recorded values of a field."""
    return {str(x) for x in column(table, name) if x is not None}

"""False alarms where one side has one dialogue a scenario and the other has five.

Both sides are drawn from the same real dialogues. A scenario with several runs repeats
its first dialogue in half of them (``SAME``) and draws the others anew, as a simulator
does that varies little; in pairs both sides draw from one scenario's dialogue in that way.
Every comparison runs through ``compare``'s own cell. The worst-domain alarm is tried over
ten domains of twelve scenarios: it may fire in 5 of 100 comparisons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.calibration.false_alarms import score
from usergap.compare.across_domains.alarm import alarms, permute_cells
from usergap.compare.canonical import ROW
from usergap.compare.cell import Task, compare_cell
from usergap.compare.matched import Matched
from usergap.compare.selection import cells
from usergap.compare.sides import bring_together
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles import Profile

Integers = NDArray[np.int64]
CHEAP = {name: x for name, x in MEASURES.items() if x.kind is not Kind.VECTORS}
"""Vectors are left out: their distance is the same code, at ten times the cost."""
SAME = 0.5
DOMAINS = 10
REPLICATES = 199


@dataclass(frozen=True)
class Design:
    """Scenarios and runs of each, (real, simulated); ``same``: runs that repeat the first."""

    scenarios: tuple[int, int]
    runs: tuple[int, int]
    same: float = SAME
    paired: bool = False


DESIGNS = (
    Design((40, 150), (1, 5), 0.0),
    Design((40, 150), (1, 5)),
    Design((150, 40), (5, 1), 0.0),
    Design((150, 40), (5, 1)),
    Design((300, 20), (1, 5)),
    Design((40, 40), (1, 5), paired=True),
)
ALARMS = (
    Design((120, 120), (1, 1)),
    Design((120, 120), (1, 5)),
    Design((120, 120), (5, 1)),
    Design((120, 120), (1, 5), paired=True),
)


FLOORS = (
    Design((120, 120), (1, 1)),
    Design((120, 120), (1, 5), 0.0),
    Design((120, 120), (1, 5)),
)


def draw(rng: np.random.Generator, people: pa.Table, design: Design) -> tuple[pa.Table, pa.Table]:
    """Two samples of one population, grouped as ``design`` says."""
    firsts = [rng.integers(0, people.num_rows, n) for n in design.scenarios]
    if design.paired:
        firsts[1] = firsts[0]
    sides = (0, 1)
    here, there = (_side(rng, people, firsts[side], design.runs[side], design) for side in sides)
    return here, there


def _side(
    rng: np.random.Generator, people: pa.Table, firsts: Integers, runs: int, design: Design
) -> pa.Table:
    rows = np.repeat(firsts, runs)
    if runs > 1 or design.paired:
        anew = rng.random(rows.size) >= design.same
        rows = np.where(anew, rng.integers(0, people.num_rows, rows.size), rows)
    scenario = np.repeat(np.arange(firsts.size), runs)
    table = people.take(pa.array(rows))
    pair = [f"s{x}" for x in scenario] if design.paired else None
    for name, values in (
        ("dialogue", pa.array(np.arange(rows.size), pa.int32())),
        ("group", pa.array(scenario, pa.int32())),
        ("pair", pa.array(pair, pa.string()) if pair else pa.nulls(rows.size, pa.string())),
        ("domain", pa.array([f"d{x % DOMAINS}" for x in scenario], pa.string())),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, values)
    return table


def run(profile: Profile, design: Design, number: int, seed: int) -> dict[str, Any]:
    """Shares of p < .05 of every measure over ``number`` pairs of samples."""
    rng = np.random.default_rng(seed)
    hits: dict[str, list[bool]] = {}
    for at in range(number):
        sides = (x.append_column(ROW, x["dialogue"]) for x in draw(rng, profile.table, design))
        for draft in compare_cell(_task(profile, design, CHEAP, at), None, *sides):
            hits.setdefault(draft.dimension.id, []).append(draft.p is not None and draft.p < 0.05)
    found = {name: score(np.array(each)) for name, each in hits.items()}
    return {"kind": "unequal runs", **asdict(design), "splits": number, "alarms": found}


def _task(profile: Profile, design: Design, measures: dict[str, Dimension], seed: int) -> Task:
    return Task(
        simulator="the same people",
        measures=measures,
        real=profile.metadata,
        simulated=profile.metadata,
        cards={},
        paired=design.paired,
        link=design.paired,
        standardized=False,
        seed=seed,
        replicates=REPLICATES,
    )


def run_domains(profile: Profile, design: Design, number: int, seed: int) -> dict[str, Any]:
    """The share of comparisons in which any domain raises the alarm."""
    rng = np.random.default_rng(seed)
    raised = []
    for at in range(number):
        mine, theirs = draw(rng, profile.table, design)
        sides = bring_together(mine, theirs, design.paired, design.paired)
        rows: Any = dict.fromkeys(CHEAP)  # of the rows only the names are read
        matched = Matched("here", (profile, profile), sides, CHEAP, rows, REPLICATES, at)
        kept = {
            name: bring_together(here, there, design.paired, design.paired)
            for name, here, there in cells(mine, theirs, "domain", design.paired)
        }
        seen = {name: matched.observe(part.table) for name, part in kept.items()}
        distances = {name: dimension.distance for name, dimension in CHEAP.items()}
        raised.append(bool(alarms(permute_cells(matched, kept, seen), distances)[0]))
    found = {"any domain": score(np.array(raised))}
    return {"kind": "domain alarm", **asdict(design), "splits": number, "alarms": found}


def run_excess(profile: Profile, design: Design, number: int, seed: int) -> dict[str, Any]:
    """Mean distance and mean floor where nothing differs: their difference should be 0."""
    rng = np.random.default_rng(seed)
    found: dict[str, list[tuple[float, float]]] = {}
    for at in range(number):
        sides = (x.append_column(ROW, x["dialogue"]) for x in draw(rng, profile.table, design))
        for draft in compare_cell(_task(profile, design, CHEAP, at), None, *sides):
            if draft.value is not None and draft.floor is not None:
                found.setdefault(draft.dimension.id, []).append((draft.value, draft.floor))
    means = {name: np.mean(pairs, axis=0).tolist() for name, pairs in found.items()}
    return {"kind": "excess", **asdict(design), "splits": number, "means": means}


def every(profile: Profile, number: int, comparisons: int) -> Iterator[dict[str, Any]]:
    """All designs, one result each."""
    for at, design in enumerate(DESIGNS):
        yield run(profile, design, number, at)
    for at, design in enumerate(ALARMS):
        yield run_domains(profile, design, comparisons, 100 + at)
    for at, design in enumerate(FLOORS):
        yield run_excess(profile, design, comparisons, 200 + at)

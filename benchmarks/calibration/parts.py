"""What each part of the calibration runs: its cells, in full and in short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.calibration import (
    corrected_rows,
    false_alarms,
    false_alarms_runs,
    false_alarms_turns,
    few_groups,
    gold,
    pairs_null,
    power,
    power_pairs,
    verdicts,
)
from usergap.compare.margins import default_margins
from usergap.dimensions import MEASURES, Kind
from usergap.profiles import Profile

Result = dict[str, Any]
HALF, FEW = 359, 130
JUDGED = ("intent", "words", "feedback", "identity", "turns", "knowledge")
"""Measures whose verdicts are simulated: each kind of distance, light and heavy tails."""
LARGE = 200
"""Groups from which on samples are few: an energy distance grows with their square."""


@dataclass(frozen=True)
class People:
    """The development data's profiles, measured when first needed."""

    data: Path

    @cached_property
    def real(self) -> Profile:
        """The real users."""
        return gold.real_users(self.data)

    @cached_property
    def simulated(self) -> tuple[Profile, Profile]:
        """Two simulators on the same scenarios."""
        generic, informed = (gold.simulated_users(self.data, x) for x in ("generic", "informed"))
        return generic, informed


def alarms(people: People, quick: bool) -> Iterator[Result]:
    """Real against real, by group and, to compare, by turn."""
    number, turns, checked = (200, 50, 3) if quick else (5000, 1000, 200)
    for simulated in (HALF, FEW):
        yield false_alarms.run(people.real, number, simulated, simulated, checked)
    for simulated in (HALF, FEW):
        yield false_alarms_turns.run(people.real, turns, simulated, simulated)


def unequal_runs(people: People, quick: bool) -> Iterator[Result]:
    """One dialogue a scenario against five, by measure and by the worst domain."""
    yield from false_alarms_runs.every(people.real, *((40, 20) if quick else (200, 200)))


def pairs(people: People, quick: bool) -> Iterator[Result]:
    """Swaps within pairs, one and two runs a scenario; the noise that pairs leave."""
    number, checked = (200, 3) if quick else (5000, 100)
    generic, informed = people.simulated
    yield pairs_null.run(people.real, generic, number, 1, checked)
    yield pairs_null.run(people.real, pairs_null.runs_together([generic, informed]), number, 2)
    for one in people.simulated:
        left = power_pairs.noise_left(people.real, one)
        yield {"kind": "pairs noise", "simulator": one.name, "left": left}


def powers(people: People, quick: bool) -> Iterator[Result]:
    """The detectable gap of every measure at every n, and what the real test finds."""
    for n in (50,) if quick else power.SIZES:
        for measure, dimension in MEASURES.items():
            runs = 20 if quick else 60 if dimension.kind is Kind.VECTORS else 100
            yield power.run(people.real, measure, n, runs, 1)
    if not quick:
        for measure in ("words", "turns", "fk_grade"):
            for change in ("shifted", "shorter", "longer"):
                yield power.run_moved(people.real, measure, change, 200, 100, 1)
    for n in () if quick else power.SIZES:
        for measure in MEASURES:
            tested = 100 if n == LARGE else 0
            yield power.run(people.real, measure, n, tested, 1, power.TESTS)


def judgements(people: People, quick: bool) -> Iterator[Result]:
    """The verdicts at every n, over gaps in shipped margins."""
    margins = default_margins()
    for n in (50, 200) if quick else verdicts.SIZES:
        for measure in JUDGED[:2] if quick else JUDGED:
            if n > LARGE and MEASURES[measure].kind is Kind.VECTORS:
                continue
            runs = 20 if quick else 100 if n <= LARGE else 60
            yield verdicts.run(people.real, measure, margins[measure], n, runs, 1, replicates=300)
    if not quick:
        yield from edges(people, margins)
        yield from few(people)


def edges(people: People, margins: Mapping[str, float]) -> Iterator[Result]:
    """The two promises where they are hardest to keep: n at which something can be told."""
    for n in (200, 500, 1000):
        for measure in JUDGED:
            if n > LARGE and MEASURES[measure].kind is Kind.VECTORS:
                continue
            yield verdicts.run(
                people.real,
                measure,
                margins[measure],
                n,
                400,
                2,
                replicates=300,
                gaps=(0.0, 1.0),
                kind=verdicts.EDGE,
            )


def few(people: People) -> Iterator[Result]:
    """Closeness from a handful of groups, by margins as wide as their number allows."""
    for measure in (*JUDGED, "errors"):
        for n in few_groups.SIZES:
            yield few_groups.run(people.real, measure, n, 200, 3)


def corrected(people: People, quick: bool) -> Iterator[Result]:
    """Intervals and verdicts of corrected rows."""
    yield from corrected_rows.every(people.real, *((20, (100,)) if quick else (100, (200,))))


PARTS: dict[str, Callable[[People, bool], Iterator[Result]]] = {
    "false_alarms": alarms,
    "runs": unequal_runs,
    "pairs_null": pairs,
    "power": powers,
    "verdicts": judgements,
    "corrected_rows": corrected,
}
"""Parts that resample people; coverage and mutations are run by their own programs."""

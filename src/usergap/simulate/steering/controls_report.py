"""Coverage: how evenly the values of controls are spread over made dialogues."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.control import Control
from usergap.simulate.steering.recorded_values import Reading, recorded_values
from usergap.simulate.steering.steered import planned

NONE = "(none)"
"""Stands for a turn without a value, or with an empty list of them."""


@dataclass(frozen=True)
class Coverage:
    """How often each value of one variable was used.

    ``unit``: dialogue or user turn; ``readings``: how many of them recorded the variable.
    ``counts`` by value, most frequent first; a list of values counts each of them, an
    empty one and no value count as ``(none)``. ``possible``: how many values there are,
    None where nobody says so; ``used``: the share of them that occurs. ``evenness``: the
    entropy of the values (without none) over that of equal counts, 0 to 1 (Pielou 1966);
    None for fewer than two possible values, or no value.
    """

    variable: str
    unit: str
    readings: int
    counts: Mapping[str, int]
    possible: int | None
    used: float | None
    evenness: float | None


@dataclass(frozen=True)
class PairCoverage:
    """The share of all pairs of values of two variables of the dialogue that occur."""

    first: str
    second: str
    used: float


def controls_report(
    dialogues: Sequence[Dialogue], controls: Sequence[Control] = ()
) -> tuple[Coverage, ...]:
    """The coverage of each variable that the dialogues recorded, by name.

    ``controls``: those of the run; where they name their variables' values, values that
    never occur count too.
    """
    possible = _possible(controls)
    readings = recorded_values(dialogues)
    return tuple(
        _coverage(name, readings.get(name, []), possible.get(name))
        for name in sorted({*readings, *possible})
    )


def plan_report(
    scenarios: Sequence[Scenario], controls: Sequence[Control], seed: int
) -> tuple[Coverage, ...]:
    """The coverage of the dialogue variables of a run before it is made, by name."""
    readings: dict[str, list[Reading]] = {}
    for control in planned(controls, scenarios, seed):
        for number, scenario in enumerate(scenarios):
            for variable, value in control.session(scenario, seed).values.items():
                reading = Reading(number, None, value)
                readings.setdefault(f"{control.name}.{variable}", []).append(reading)
    possible = _possible(controls)
    return tuple(_coverage(name, readings[name], possible.get(name)) for name in sorted(readings))


def pair_coverage(
    dialogues: Sequence[Dialogue], controls: Sequence[Control]
) -> tuple[PairCoverage, ...]:
    """The coverage of each pair of dialogue variables whose values the controls name."""
    possible = _possible(controls)
    found: dict[str, dict[int, str]] = {}
    for name, readings in recorded_values(dialogues).items():
        if name in possible and all(r.turn is None for r in readings):
            found[name] = {r.dialogue: str(r.value) for r in readings}
    return tuple(
        PairCoverage(
            one,
            other,
            len({(found[one][d], found[other][d]) for d in found[one].keys() & found[other].keys()})
            / (len(possible[one]) * len(possible[other])),
        )
        for one, other in combinations(sorted(found), 2)
    )


def _coverage(name: str, readings: Sequence[Reading], possible: Sequence[str] | None) -> Coverage:
    counts = Counter(value for reading in readings for value in _values(reading.value))
    values = {value: count for value, count in counts.items() if value != NONE}
    if possible is not None and (strange := sorted(values.keys() - set(possible))):
        raise InputError(
            f"control {name}: expected one of {len(possible)} values, found {strange[0]!r}: the"
            " dialogues were made with another control"
        )
    size = None if possible is None else len(possible)
    return Coverage(
        variable=name,
        unit="dialogue" if all(reading.turn is None for reading in readings) else "user turn",
        readings=len(readings),
        counts=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        possible=size,
        used=len(values) / size if size else None,
        evenness=evenness(list(values.values()), size or len(values)),
    )


def evenness(counts: Sequence[int], values: int) -> float | None:
    """Entropy of the counts over ln(values), 0 to 1 (Pielou 1966, J).

    None for fewer than two values, and without counts.
    """
    total = sum(counts)
    if values < 2 or not total:
        return None
    entropy = -sum(c / total * math.log(c / total) for c in counts if c)
    return min(1.0, entropy / math.log(values))


def _values(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value] or [NONE]
    return [NONE if value is None else str(value)]


def _possible(controls: Sequence[Control]) -> dict[str, tuple[str, ...]]:
    """The values by variable that the controls name."""
    return {
        f"{control.name}.{variable}": tuple(values)
        for control in controls
        for variable, values in getattr(control, "values", {}).items()
    }

"""The plan of a DiaSynth set: which value of which layer each scenario gets, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.simulate.controls.big_five import LINES as PERSONALITY
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS
from usergap.simulate.steering.allotment import allotted
from usergap.simulate.steering.traits import LEVELS


@dataclass(frozen=True)
class Layers:
    """Which of DiaSynth's layers are on; each can be switched off to see what it does.

    ``subtopics`` and ``personas`` make scenarios; ``personality`` (Big Five variation, part
    of the persona layer) and ``context`` (the eleven characteristics) steer the user.
    """

    subtopics: bool = True
    personas: bool = True
    personality: bool = True
    context: bool = True

    @property
    def variables(self) -> dict[str, tuple[str, ...]]:
        """The values of each variable of the layers that steer, in the order of reasoning."""
        found = dict.fromkeys(PERSONALITY, LEVELS) if self.personality else {}
        return {**found, **(CHARACTERISTICS if self.context else {})}


@dataclass(frozen=True)
class Planned:
    """One scenario's values by variable, and for characteristics how they show, if reasoned."""

    values: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What each scenario gets, by its id, and the layers that were on."""

    layers: Layers
    scenarios: Mapping[str, Planned]


def coverage_plan(ids: Sequence[str], layers: Layers, seed: int) -> Plan:
    """A Latin hypercube sample of the layers' variables over the scenarios.

    The values of each variable have the same number of scenarios, to one; variables are
    shuffled independently.
    """
    columns = {
        name: allotted(f"diasynth.{name}", values, ids, seed)
        for name, values in layers.variables.items()
    }
    rows = {each: {name: column[each] for name, column in columns.items()} for each in ids}
    return Plan(layers, {each: Planned(values) for each, values in rows.items()})


def plan_lines(plan: Plan) -> str:
    """The text of a plan file: a line for the layers, then one for each scenario."""
    rows: list[dict[str, object]] = [{"layers": asdict(plan.layers)}]
    rows += [
        {"id": each, "values": dict(planned.values), "reasons": dict(planned.reasons)}
        for each, planned in plan.scenarios.items()
    ]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def parse_plan(text: str, place: str) -> Plan:
    """The plan of a file's text. Raises InputError, naming ``place`` and the line."""
    layers, scenarios = None, {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _row(line, f"{place}:{number}")
        if layers is None:
            layers = _layers(row, f"{place}:{number}")
            continue
        identity, values = row.get("id"), row.get("values")
        if not isinstance(identity, str) or identity in scenarios:
            raise InputError(
                f"{place}:{number}: id: expected one of its own, found {safe_repr(identity)}"
            )
        allowed = layers.variables
        if not isinstance(values, dict) or set(values) != set(allowed):
            raise InputError(f"{place}:{number}: values: expected one for {', '.join(allowed)}")
        wrong = next((name for name in allowed if values[name] not in allowed[name]), None)
        if wrong is not None:
            found = safe_repr(values[wrong])
            known = ", ".join(allowed[wrong])
            raise InputError(f"{place}:{number}: {wrong}: expected one of {known}; found {found}")
        scenarios[identity] = Planned(values, _reasons(row.get("reasons"), f"{place}:{number}"))
    if layers is None or not scenarios:
        raise InputError(f"{place}: expected a plan, found none")
    return Plan(layers, scenarios)


def _row(line: str, place: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise InputError(f"{place}: expected one JSON object")
    return row


def _layers(row: Mapping[str, object], place: str) -> Layers:
    found = row.get("layers")
    names = set(asdict(Layers()))
    if not isinstance(found, dict) or set(found) != names or not _flags(found.values()):
        raise InputError(f"{place}: layers: expected true or false for {', '.join(sorted(names))}")
    return Layers(**found)


def _flags(values: Iterable[object]) -> bool:
    return all(isinstance(value, bool) for value in values)


def _reasons(found: object, place: str) -> Mapping[str, str]:
    reasons = {} if found is None else found
    if not isinstance(reasons, dict) or not all(
        name in CHARACTERISTICS and isinstance(text, str) for name, text in reasons.items()
    ):
        raise InputError(f"{place}: reasons: expected a sentence by characteristic")
    return reasons

"""The variables of controls, as made dialogues recorded them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from usergap.dialogues import Dialogue


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a variable: of a whole dialogue, or of one of its user turns (from 0)."""

    dialogue: int
    turn: int | None
    value: Any


def recorded_values(dialogues: Sequence[Dialogue]) -> dict[str, list[Reading]]:
    """All readings by variable, ``CONTROL.VARIABLE``, in the dialogues' order.

    A dialogue that records no controls, or none of this form, has no reading.
    """
    found: dict[str, list[Reading]] = {}
    for number, dialogue in enumerate(dialogues):
        controls = _mapping(_mapping(dialogue.extra.get("simulation")).get("controls"))
        for control, parts in controls.items():
            turns = _mapping(parts).get("turns")
            places: list[tuple[int | None, Any]] = [(None, _mapping(parts).get("session"))]
            places += enumerate(turns if isinstance(turns, list) else ())
            for place, values in places:
                for variable, value in _mapping(values).items():
                    reading = Reading(number, place, value)
                    found.setdefault(f"{control}.{variable}", []).append(reading)
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

"""Units: the texts that a variable's values should show in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.simulate.steering.recorded_values import Reading, recorded_values

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True)
class Unit:
    """A text of the user with the value that was asked for; ``turn`` counts from 0."""

    dialogue: int
    turn: int | None
    text: str
    value: str


def variables(dialogues: Sequence[Dialogue]) -> dict[str, list[Unit]]:
    """The units of each variable whose values are texts, or lists of texts.

    A variable of lists becomes one for each value, ``CONTROL.VARIABLE=VALUE``, present
    or absent. Other variables (numbers, nothing) are left out. Raises InputError for a
    dialogue with other turns than were recorded.
    """
    found: dict[str, list[Unit]] = {}
    for name, readings in recorded_values(dialogues).items():
        if all(isinstance(reading.value, list) for reading in readings):
            for value in sorted({v for r in readings for v in r.value if isinstance(v, str)}):
                units = [
                    _unit(dialogues, r, PRESENT if value in r.value else ABSENT) for r in readings
                ]
                found[f"{name}={value}"] = units
        elif all(isinstance(reading.value, str) for reading in readings):
            found[name] = [_unit(dialogues, r, r.value) for r in readings]
    return found


def _unit(dialogues: Sequence[Dialogue], reading: Reading, value: str) -> Unit:
    dialogue = dialogues[reading.dialogue]
    if reading.turn is None:
        text = "\n".join(turn.text for turn in dialogue.turns)
    elif reading.turn < len(dialogue.turns):
        text = dialogue.turns[reading.turn].text
    else:
        raise InputError(
            f"dialogue {dialogue.id!r}: expected {reading.turn + 1} user turns or more, as its"
            f" controls recorded, found {len(dialogue.turns)}"
        )
    return Unit(reading.dialogue, reading.turn, text, value)

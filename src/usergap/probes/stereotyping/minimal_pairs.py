"""Minimal pairs: dialogues whose personas differ in one named attribute and nothing else."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from usergap.dialogues import Dialogue
from usergap.probes.personas import is_generic, persona_of
from usergap.simulate.steering.recorded_values import recorded_values

FEWEST: Final = 10
_NAMED: Final = re.compile(r"\s*([^\W\d][\w -]{0,30}?)\s*[:=]\s*(\S.*?)\s*")


@dataclass(frozen=True)
class Arms:
    """Dialogues with one value of an attribute and with another, all else named alike."""

    attribute: str
    values: tuple[str, str]
    one: tuple[Dialogue, ...]
    other: tuple[Dialogue, ...]


def stated(persona: str) -> dict[str, str]:
    """Attributes of a persona of the form "age: 40; mood: calm"; any other is one attribute."""
    if is_generic(" ".join(persona.split())):
        return {}
    parts = [part for part in re.split(r"[;\n]", persona) if part.strip()]
    if len(parts) == 1 and len(re.findall(r"[:=]", persona)) > 1:
        parts = persona.split(",")
    found = [_NAMED.fullmatch(part) for part in parts]
    if all(found):
        return {each[1].lower(): each[2].lower() for each in found if each}
    return {"persona": " ".join(persona.split()).lower()}


def named_attributes(dialogues: Sequence[Dialogue]) -> list[dict[str, str]]:
    """What each dialogue's prompt named: its persona's attributes and what controls recorded."""
    found = [stated(dialogue.persona or "") for dialogue in dialogues]
    for variable, readings in recorded_values(dialogues).items():
        for reading in readings:
            if reading.turn is None:
                found[reading.dialogue][variable] = str(reading.value)
    return found


def minimal_pairs(dialogues: Sequence[Dialogue]) -> list[Arms]:
    """For each attribute the two values with the most dialogues that differ in nothing else.

    Both arms hold as many dialogues of each combination of the other attributes; 10 at least.
    """
    named = named_attributes(dialogues)
    found = []
    for attribute in sorted({key for each in named for key in each}):
        cells: dict[tuple[tuple[str, str], ...], dict[str, list[Dialogue]]] = {}
        for dialogue, each in zip(dialogues, named, strict=True):
            if attribute in each:
                rest = tuple(sorted((k, v) for k, v in each.items() if k != attribute))
                cells.setdefault(rest, {}).setdefault(each[attribute], []).append(dialogue)
        arms = _largest(attribute, cells)
        if arms is not None:
            found.append(arms)
    return found


def persona_arms(
    dialogues: Sequence[Dialogue], others: Mapping[str, Sequence[Dialogue]]
) -> list[Arms]:
    """The persona switched on and off: another simulator's dialogues of the same scenarios."""
    mine = [d for d in dialogues if d.scenario_id and not is_generic(persona_of(d))]
    found = []
    for name, theirs in sorted(others.items()):
        plain = [d for d in theirs if d.scenario_id and is_generic(persona_of(d))]
        both = {d.scenario_id for d in mine} & {d.scenario_id for d in plain}
        if len(both) >= FEWEST:
            off, on = (tuple(d for d in side if d.scenario_id in both) for side in (plain, mine))
            found.append(Arms("persona", (f"off ({name})", "on"), off, on))
    return found


def _largest(
    attribute: str, cells: Mapping[tuple[tuple[str, str], ...], Mapping[str, Sequence[Dialogue]]]
) -> Arms | None:
    sizes: Counter[tuple[str, str]] = Counter()
    for held in cells.values():
        for one, other in combinations(sorted(held), 2):
            sizes[one, other] += min(len(held[one]), len(held[other]))
    best = min(sizes, key=lambda pair: (-sizes[pair], pair), default=None)
    if best is None or sizes[best] < FEWEST:
        return None
    arms: tuple[list[Dialogue], list[Dialogue]] = ([], [])
    for _, held in sorted(cells.items()):
        sides = [sorted(held.get(value, ()), key=_hash) for value in best]
        for arm, side in zip(arms, sides, strict=True):
            arm += side[: min(map(len, sides))]
    return Arms(attribute, best, tuple(arms[0]), tuple(arms[1]))


def _hash(dialogue: Dialogue) -> bytes:
    return hashlib.sha256(dialogue.id.encode("utf-8", "replace")).digest()

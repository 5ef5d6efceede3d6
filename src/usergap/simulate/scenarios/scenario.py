"""Scenario: in one sentence what a user wants, and the file that holds many."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.simulate.scenarios.goal import Goal, goal_record, parse_goal
from usergap.simulate.scenarios.yaml_files import yaml_rows

MAX_WORDS = 19
"""A scenario has fewer than 20 words (realsim, arXiv 2605.02624)."""
BY_HAND = "hand"
_TEXTS = ("id", "scenario", "domain", "made_by")
_LISTS = ("personas", "parents")
_GOAL = "goal"
_TALK = ("messages", "conversation", "conversations", "turns")
"""Fields that dialogues have and scenarios do not."""


@dataclass(frozen=True)
class Scenario:
    """What one simulated user wants.

    ``personas``: candidates of which an informed persona is drawn. ``parents``: ids
    of the real dialogues it was made from. ``made_by``: ``hand``, ``extractive`` or
    the name of a model. ``goal``: what an agenda-based user wants, where it is known.
    """

    id: str
    text: str
    domain: str | None = None
    personas: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    made_by: str = BY_HAND
    goal: Goal | None = None


def read_scenarios(path: str | Path) -> list[Scenario]:
    """The scenarios of a JSONL or YAML file: ``id``, ``scenario`` and what else is known.

    The suffix chooses: ``.yaml`` and ``.yml`` hold a list of mappings, all other files one
    JSON object a line. Raises InputError with file, line and field for the first row that
    is not as expected, for an id given twice and for a file without scenarios.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    first: dict[str, int] = {}
    scenarios: list[Scenario] = []
    rows = yaml_rows(raw, path) if path.suffix.lower() in (".yaml", ".yml") else _rows(raw, path)
    for number, row in rows:
        place = f"{path}:{number}"
        scenario = _scenario(row, place)
        if scenario.id in first:
            raise InputError(
                f"{place}: id: expected one of its own, found that of line {first[scenario.id]}"
            )
        first[scenario.id] = number
        scenarios.append(scenario)
    if not scenarios:
        raise InputError(f"{path}: expected scenarios, found none")
    return scenarios


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """A scenario as JSON values: only what is known, in a fixed order."""
    found: dict[str, Any] = {"id": scenario.id, "scenario": scenario.text}
    if scenario.domain is not None:
        found["domain"] = scenario.domain
    for name in _LISTS:
        if values := getattr(scenario, name):
            found[name] = list(values)
    if scenario.goal is not None:
        found[_GOAL] = goal_record(scenario.goal)
    return found | {"made_by": scenario.made_by}


def scenario_lines(scenarios: Iterable[Scenario]) -> str:
    """The text of a scenario file; ``read_scenarios`` gives the same ones back."""
    rows = (json.dumps(scenario_record(s), ensure_ascii=False) for s in scenarios)
    return "".join(f"{row}\n" for row in rows)


def _rows(raw: bytes, path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise InputError(f"{path}:{number}: row: expected one JSON object in UTF-8") from None


def _scenario(row: Any, place: str) -> Scenario:
    if not isinstance(row, Mapping):
        raise InputError(f"{place}: row: expected one object, found {safe_repr(row)}")
    if not row.keys().isdisjoint(_TALK):
        raise InputError(
            f"{place}: row: expected a scenario, found a dialogue"
            " (`usergap scenarios` makes scenarios of dialogues)"
        )
    unknown = [key for key in row if key not in (*_TEXTS, *_LISTS, _GOAL)]
    if unknown:
        known = ", ".join((*_TEXTS, *_LISTS, _GOAL))
        raise InputError(f"{place}: {safe_repr(unknown[0])}: expected only {known}")
    texts = {name: _text(row.get(name), name, place) for name in _TEXTS}
    lists = {name: _list(row.get(name), name, place) for name in _LISTS}
    identity, text = texts["id"], texts["scenario"]
    if identity is None or text is None:
        missing = "id" if identity is None else "scenario"
        raise InputError(f"{place}: {missing}: expected text, found nothing")
    if (words := len(text.split())) > MAX_WORDS:
        raise InputError(f"{place}: scenario: expected at most {MAX_WORDS} words, found {words}")
    return Scenario(
        identity,
        text,
        texts["domain"],
        lists["personas"],
        lists["parents"],
        texts["made_by"] or BY_HAND,
        parse_goal(row.get(_GOAL), place),
    )


def _text(value: object, name: str, place: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {name}: expected text, found {safe_repr(value)}")
    return value.strip()


def _list(value: object, name: str, place: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(f"{place}: {name}: expected a list of texts, found {safe_repr(value)}")
    found = (_text(item, name, place) for item in value)
    texts = tuple(text for text in found if text is not None)
    if len(texts) != len(value):
        raise InputError(f"{place}: {name}: expected a list of texts, found an empty item")
    return texts

"""Questionnaires from TOML or JSON files; the ones we ship are such files too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.study.questionnaires.questionnaire import Question, Questionnaire

FORMS = Path(__file__).with_name("forms")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
POINTS = (2, 11)
MOST = 100
LONGEST = 500
_FORM = {"name", "title", "asks", "points", "low", "high", "source", "questions"}
_QUESTION = {"id", "text", "low", "high", "factor", "reverse"}


def shipped() -> tuple[str, ...]:
    """Names of the questionnaires that come with usergap."""
    return tuple(sorted(path.stem for path in FORMS.glob("*.toml")))


def questionnaire(name: str) -> Questionnaire:
    """A shipped questionnaire by name, or one from a file. Raises InputError."""
    if name in shipped():
        return read(FORMS / f"{name}.toml")
    if Path(name).suffix not in (".toml", ".json"):
        expected = f"{', '.join(shipped())}, or a .toml or .json file"
        raise InputError(f"questionnaire: expected {expected}; found {name!r}")
    return read(Path(name))


def read(path: Path) -> Questionnaire:
    """A questionnaire from a file. Raises InputError naming file and field."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None
    try:
        told = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except ValueError as error:
        kind = path.suffix[1:].upper()
        raise InputError(f"{path}: expected {kind}, found {error}") from None
    return parsed(told, str(path))


def parsed(told: Any, place: str) -> Questionnaire:
    """A questionnaire from what a file held; ``place`` begins every message."""
    told = _table(told, place, "", _FORM)
    name = _text(told, "name", place)
    if not NAME.fullmatch(name):
        raise InputError(f"{place}: name: expected small letters, digits, - and _; found {name!r}")
    points = told.get("points", 7)
    if type(points) is not int or not POINTS[0] <= points <= POINTS[1]:
        raise InputError(f"{place}: points: expected {POINTS[0]} to {POINTS[1]}, found {points!r}")
    rows = told.get("questions")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        raise InputError(f"{place}: questions: expected 1 to {MOST} tables, found {_kind(rows)}")
    questions = tuple(_question(row, told, place, at) for at, row in enumerate(rows, 1))
    for at, one in enumerate(questions):
        if one.id in [other.id for other in questions[:at]]:
            raise InputError(f"{place}: questions[{at + 1}].id: {one.id!r} is there twice")
    return Questionnaire(
        name, _text(told, "title", place), _text(told, "asks", place), points, questions,
        _text(told, "source", place, ""),
    )  # fmt: skip


def _question(row: Any, form: Mapping[str, Any], place: str, at: int) -> Question:
    where = f"questions[{at}]."
    row = _table(row, place, where, _QUESTION)
    number = _text(row, "id", place, where=where)
    if not NAME.fullmatch(number):
        raise InputError(f"{place}: {where}id: expected small letters, digits, - and _; "
                         f"found {number!r}")  # fmt: skip
    text = _text(row, "text", place, "", where=where)
    ends = form if text else {}
    low = _text(row, "low", place, ends.get("low"), where=where)
    high = _text(row, "high", place, ends.get("high"), where=where)
    if low == high:
        raise InputError(f"{place}: {where}high: expected another word than low, found {high!r}")
    reverse = row.get("reverse", False)
    if type(reverse) is not bool:
        raise InputError(f"{place}: {where}reverse: expected true or false, found {reverse!r}")
    return Question(number, _text(row, "factor", place, where=where), low, high, text, reverse)


def _table(told: Any, place: str, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise InputError(f"{place}: {where.rstrip('.') or 'file'}: expected a table, found "
                         f"{_kind(told)}")  # fmt: skip
    if strange := sorted(set(told) - known):
        raise InputError(
            f"{place}: {where}{strange[0]}: expected one of {', '.join(sorted(known))}"
        )
    return told


def _text(
    told: Mapping[str, Any], field: str, place: str, default: Any = None, *, where: str = ""
) -> str:
    value = told.get(field, default)
    if value == "" == default:
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise InputError(
            f"{place}: {where}{field}: expected text of at most {LONGEST} letters, found {value!r}"
        )
    return value.strip()


def _kind(value: Any) -> str:
    return "nothing" if value is None else type(value).__name__

"""Questionnaires filled by a model: a labelled proxy, in a table of its own.

They are read from a file when asked for and never written to a study. A proxy has no rater,
session or time; the human table takes nothing else (``results``), and the database takes no
answer without a rater who was given the item.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from usergap.errors import InputError
from usergap.study.questionnaires.questionnaire import Questionnaire
from usergap.study.questionnaires.scoring import Sheet, scores

LABEL = "Filled by a model, not by people: a proxy. No interval says how far people would differ."
FIELDS = ("model", "group", "answers")


@dataclass(frozen=True, slots=True)
class Proxy:
    """One filled by ``model`` about ``group``; ``values`` by field, by meaning, None where open."""

    model: str
    group: str
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class ProxyMean:
    """A factor as a model filled it; ``sd`` between its sheets, None for fewer than two."""

    model: str
    questionnaire: str
    factor: str
    group: str
    points: int
    sheets: int
    unscored: int
    mean: float | None
    sd: float | None


@dataclass(frozen=True, slots=True)
class ProxyTable:
    """Labelled, so that it cannot be taken for people's."""

    label: str
    rows: tuple[ProxyMean, ...]


def read_proxies(path: Path, forms: Sequence[Questionnaire]) -> list[Proxy]:
    """Proxies from JSONL ``{"model", "group", "answers": {FIELD: number or null}}``.

    A field is ``QUESTIONNAIRE.QUESTION``. Raises InputError naming file, line and field; a line
    that claims a rater is refused.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None
    points = {form.field(one): form.points for form in forms for one in form.questions}
    found = [
        _proxy(line, f"{path}:{at}", points) for at, line in enumerate(lines, 1) if line.strip()
    ]
    if not found:
        raise InputError(f"{path}: expected filled questionnaires, found none")
    return found


def _proxy(line: str, place: str, points: Mapping[str, int]) -> Proxy:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: expected JSON, found {error}") from None
    if not isinstance(told, dict):
        raise InputError(f"{place}: expected an object, found {type(told).__name__}")
    for name in told:
        if name not in FIELDS:
            raise InputError(
                f"{place}: {name}: expected {', '.join(FIELDS)} alone; answers of people come "
                "from the study itself"
            )
    for name in ("model", "group"):
        if not isinstance(told.get(name), str) or not told[name].strip():
            raise InputError(f"{place}: {name}: expected text, found {told.get(name)!r}")
    answers = told.get("answers")
    if not isinstance(answers, dict) or not answers:
        raise InputError(f"{place}: answers: expected an object of numbers, found {answers!r}")
    for name, value in answers.items():
        if name not in points:
            raise InputError(f"{place}: answers.{name}: no such question in this study")
        if value is not None and (type(value) is not int or not 1 <= value <= points[name]):
            expected = f"1 to {points[name]} or null"
            raise InputError(f"{place}: answers.{name}: expected {expected}, found {value!r}")
    return Proxy(told["model"], told["group"], dict(answers))


def proxy_table(forms: Sequence[Questionnaire], proxies: Sequence[Proxy]) -> ProxyTable:
    """Means of each model's sheets; no p and no interval, since no people are sampled."""
    rows = []
    for model, group in sorted({(one.model, one.group) for one in proxies}):
        mine = [one for one in proxies if (one.model, one.group) == (model, group)]
        sheets = [Sheet(one.model, group, "", one.values) for one in mine]
        for form in forms:
            for factor in form.factors:
                scored = scores(form, factor, sheets)
                count = len(scored.value)
                rows.append(ProxyMean(
                    model, form.name, factor, group, form.points, count, scored.unscored,
                    float(scored.value.mean()) if count else None,
                    float(np.std(scored.value, ddof=1)) if count > 1 else None,
                ))  # fmt: skip
    return ProxyTable(LABEL, tuple(rows))


def lines(table: ProxyTable) -> Iterator[str]:
    """The table for a terminal; every line says that it is a model's."""
    yield table.label
    for row in table.rows:
        mean = "undefined" if row.mean is None else f"{row.mean:.2f}"
        spread = "" if row.sd is None else f", sd {row.sd:.2f}"
        yield (
            f"proxy {row.model}: {row.group}: {row.questionnaire}, {row.factor}: {mean} "
            f"of 1-{row.points} ({row.sheets} sheets{spread})"
        )


def as_json(table: ProxyTable) -> dict[str, Any]:
    """Under a key of its own, so that no reader of results mixes it in."""
    return {"proxy": asdict(table)}

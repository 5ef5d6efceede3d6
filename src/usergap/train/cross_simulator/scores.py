"""The table of scores: which assistant, tuned on whom, tested under whom, in which scenario."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from usergap.errors import InputError

COLUMNS = ("tuned_on", "tested_under", "scenario", "score")


@dataclass(frozen=True)
class Score:
    """One assistant's score in one scenario. ``tuned_on``: a simulator, several with +, or none."""

    tuned_on: str
    tested_under: str
    scenario: str
    score: float


def read_scores(path: str | Path) -> tuple[Score, ...]:
    """Rows of a CSV or JSONL file with the columns tuned_on, tested_under, scenario, score.

    Several rows of one cell and scenario (repetitions) are averaged later. Raises InputError
    that names file, line and field.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a CSV or JSONL file, found {error}") from None
    rows = _json_rows(path, text) if path.suffix in (".jsonl", ".json") else _csv_rows(path, text)
    found = tuple(_score(path, line, row) for line, row in rows)
    if not found:
        raise InputError(f"{path}: expected rows of scores, found none")
    return found


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path}:1: expected columns {', '.join(COLUMNS)}, found none named {missing[0]}"
        )
    for row in reader:
        yield reader.line_num, row


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise InputError(f"{path}:{number}: expected a JSON object, found {line[:40]!r}")
            yield number, row


def _score(path: Path, line: int, row: Mapping[str, Any]) -> Score:
    names = []
    for name in COLUMNS[:3]:
        value = row.get(name)
        if value is None or isinstance(value, dict | list) or not str(value).strip():
            raise InputError(f"{path}:{line}: {name}: expected a name, found {value!r}")
        names.append(str(value).strip())
    try:
        score = float(row["score"])
    except (KeyError, TypeError, ValueError):
        score = float("nan")
    if not isfinite(score):
        raise InputError(f"{path}:{line}: score: expected a number, found {row.get('score')!r}")
    return Score(names[0], names[1], names[2], score)


def write_scores(scores: Sequence[Score], path: Path) -> None:
    """Write a table that ``read_scores`` reads."""
    from usergap.writing import whole

    with whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((s.tuned_on, s.tested_under, s.scenario, s.score) for s in scores)

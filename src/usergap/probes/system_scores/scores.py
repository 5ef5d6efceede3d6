"""Scores of systems, from a small table or from the ratings that dialogues carry."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.probes.inference import Floats

SIDES = ("real", "simulated")
COLUMNS = ("system", "side", "score")
RATING = "rating"


@dataclass(frozen=True)
class Scores:
    """Per system the scores of each side, for systems that both have scored twice or more."""

    systems: tuple[str, ...]
    real: tuple[Floats, ...]
    simulated: tuple[Floats, ...]
    alone: tuple[str, ...] = ()


def read_scores(path: str | Path) -> Scores:
    """A CSV file with the columns ``system``, ``side`` (real or simulated) and ``score``.

    Raises InputError that names file, line and field.
    """
    held: dict[tuple[str, str], list[float]] = defaultdict(list)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if lacking:
                raise InputError(
                    f"{path}: expected the columns {', '.join(COLUMNS)}; no {lacking[0]}"
                )
            for row in rows:
                system, side = (row["system"] or "").strip(), (row["side"] or "").strip().lower()
                where = f"{path}, line {rows.line_num}"
                if not system:
                    raise InputError(f"{where}: system: expected a name, found none")
                if side not in SIDES:
                    raise InputError(f"{where}: side: expected real or simulated, found {side!r}")
                held[system, side].append(_number(row["score"], where))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a CSV file of scores: {error}") from None
    return scores_of(held)


def rated(real: Iterable[Dialogue], simulated: Iterable[Dialogue], field: str = RATING) -> Scores:
    """The numbers under ``extra[field]`` of dialogues, by ``assistant_model``."""
    held: dict[tuple[str, str], list[float]] = defaultdict(list)
    for side, dialogues in zip(SIDES, (real, simulated), strict=True):
        for dialogue in dialogues:
            value = dialogue.extra.get(field)
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if dialogue.assistant_model and math.isfinite(value):
                held[dialogue.assistant_model, side].append(float(value))
    return scores_of(held)


def scores_of(held: Mapping[tuple[str, str], list[float]]) -> Scores:
    """Systems in the order of their names, each with both sides' scores, sorted."""
    names = sorted({system for system, _ in held})
    both = [n for n in names if all(len(held.get((n, side), ())) >= 2 for side in SIDES)]
    real, simulated = (
        tuple(np.sort(np.asarray(held[n, side], float)) for n in both) for side in SIDES
    )
    return Scores(tuple(both), real, simulated, tuple(n for n in names if n not in both))


def _number(text: Any, where: str) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{where}: score: expected a number, found {text!r}")
    return value

"""The sheet that people fill in: TSV with text, for local use, and its way back to labels."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from usergap import writing
from usergap.annotators.llm.view import clipped
from usergap.annotators.sampling.drawing import Drawn
from usergap.annotators.sampling.units import Units
from usergap.annotators.sidecar import DIMENSIONS, SidecarRow
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.errors import InputError

TEXT: Final = "user_turn (text: keep local)"
BEFORE: Final = "chatbot_before (text: keep local)"
_FIXED: Final = ("dialogue_id", "turn", BEFORE, TEXT)
_REST: Final = {"intent": "none", "feedback": "no_feedback", "identity": "none"}
LONGEST = 4000


def write_sheet(
    path: Path,
    dialogues: Sequence[Dialogue],
    units: Units,
    drawn: Drawn,
    dimensions: Sequence[str],
    *,
    whole: bool = False,
) -> int:
    """Write a row per drawn turn, to be filled in; returns how many.

    ``whole``: whole dialogues were drawn (``whole_dialogues``), and the sheet says so.

    It shows no annotator's label: who sees one is drawn to it. Line breaks are spelled
    out; a cell that a spreadsheet would compute begins with an apostrophe.
    """
    with (
        writing.whole(path) as draft,
        draft.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
    ):
        shares = ["inclusion_p", "dialogue_p"] if whole else ["inclusion_p"]
        file.write("\t".join([*_FIXED, *dimensions, "annotator", *shares]) + "\n")
        for place in drawn.units.tolist():
            row, number = units.places[place]
            turn = dialogues[row].turns[number - 1]
            cells = [dialogues[row].id, str(number), _cell(turn.answer), _cell(turn.text)]
            cells += [""] * (len(dimensions) + 1)
            cells += [f"{drawn.inclusion[place]:.10g}"] * len(shares)
            if any(mark in cells[0] for mark in "\t\n\r"):
                raise InputError(f"{path}: dialogue_id: expected no tab or line break")
            file.write("\t".join(cells) + "\n")
    return len(drawn.units)


def _cell(text: str) -> str:
    text = clipped(text, LONGEST, LONGEST // 2)
    text = "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
    text = text.replace("\n", "\\n").replace("\t", "    ")
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def read_sheet(path: Path) -> list[SidecarRow]:
    """The labels of a filled-in sheet; rows without any label are left out.

    Labels are joined by ``+`` or a comma. Raises ``InputError`` that names the line.
    """
    rows = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = next(reader, [])
            for name in ("dialogue_id", "turn", "inclusion_p"):
                if name not in header:
                    raise InputError(f"{path}:1: header: expected the column {name}, found none")
            for values in reader:
                if any(values):
                    found = dict(zip(header, values, strict=False))
                    rows.append(_row(found, f"{path}:{reader.line_num}"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: expected a readable UTF-8 sheet, found: {error}") from error
    return [row for row in rows if row.labels]


def filled_rows(path: Path) -> int:
    """How many rows of a sheet have something in a column of labels, right or wrong."""
    return sum(any(cells) for cells in zip(*_filled(path).values(), strict=True))


def left_empty(path: Path) -> dict[str, tuple[int, int]]:
    """Per column in which somebody worked: rows that were left empty, and all rows.

    What people skip is seldom like the rest, and weights cannot make up for it.
    """
    found = _filled(path)
    return {
        name: (len(cells) - sum(cells), len(cells))
        for name, cells in found.items()
        if 0 < sum(cells) < len(cells)
    }


def _filled(path: Path) -> dict[str, list[bool]]:
    """Per column of labels, which rows have something in it."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header, *rows = [line.rstrip("\r\n").split("\t") for line in file] or [[]]
    rows = [row for row in rows if any(row)]
    places = {name: at for at, name in enumerate(header) if name in DIMENSIONS}
    return {
        name: [at < len(row) and bool(row[at].strip()) for row in rows]
        for name, at in places.items()
    }


def _row(found: dict[str, str], place: str) -> SidecarRow:
    turn, share = found.get("turn", ""), found.get("inclusion_p", "")
    if not turn.isdecimal() or int(turn) < 1:
        raise InputError(f"{place}: turn: expected a whole number from 1, found {turn!r}")
    inclusion = _share("inclusion_p", share, place)
    whole = found.get("dialogue_p")
    labels = {
        name: _labels(found[name], name, place)
        for name in DIMENSIONS
        if found.get(name, "").strip()
    }
    annotator = found.get("annotator", "").strip() or None
    dialogue_p = None if whole is None else _share("dialogue_p", whole, place)
    return SidecarRow(
        found["dialogue_id"], int(turn), labels, None, annotator, inclusion, dialogue_p
    )


def _share(name: str, text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise InputError(f"{place}: {name}: expected a share in (0, 1], found {text!r}")
    return value


def _labels(text: str, dimension: str, place: str) -> Labels:
    words = text.strip().strip('"').replace(",", "+").split("+")
    given = tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
    for label in given:
        if label not in DIMENSIONS[dimension]:
            expected = ", ".join(sorted(DIMENSIONS[dimension]))
            raise InputError(f"{place}: {dimension}: expected one of {expected}; found {label!r}")
    rest = {"none", _REST.get(dimension, "none")}
    if not given or (len(given) > 1 and rest & set(given)):
        raise InputError(f"{place}: {dimension}: expected {min(rest)} alone, found {text!r}")
    return given

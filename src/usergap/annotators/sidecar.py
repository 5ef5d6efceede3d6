"""Labels in a TSV file beside the dialogues: read, write, and serve as annotator.

Columns ``dialogue_id, turn[, sentence], intent, feedback, identity[, emotion]
[, annotator][, inclusion_p][, dialogue_p]``; labels joined by ``+``; an empty
field is a missing label, ``none`` was judged none. Turns and sentences count from 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from usergap.annotators.annotator import Annotation
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.dimensions.emotion import EMOTION
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.intent import INTENT
from usergap.errors import InputError
from usergap.writing import whole

DIMENSIONS: Final = {
    one.id: frozenset({*one.labels, "none"}) for one in (INTENT, FEEDBACK, IDENTITY, EMOTION)
}
_REST: Final = {"intent": "none", "feedback": "no_feedback", "identity": "none"}
LONGEST_HEADER: Final = 200
"""Characters of a header that a message shows; of a longer line only ``CUT_HEADER``."""
CUT_HEADER: Final = 30
_OTHER: Final = ("dialogue_id", "turn", "sentence", "annotator", "inclusion_p", "dialogue_p")


@dataclass(frozen=True)
class SidecarRow:
    """The labels of one turn, or of one sentence (``sentence`` is None for a turn).

    ``inclusion_p``: the probability with which the turn was drawn to be labelled;
    ``dialogue_p``: that of its dialogue, where whole dialogues were drawn.
    """

    dialogue_id: str
    turn: int
    labels: dict[str, Labels]
    sentence: int | None = None
    annotator: str | None = None
    inclusion_p: float | None = None
    dialogue_p: float | None = None


def _number(text: str, name: str, place: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise InputError(f"{place}: {name}: expected a whole number from 1, found {text!r}")
    return int(text)


def _share(found: dict[str, str], name: str, place: str) -> float | None:
    text = found.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise InputError(f"{place}: {name}: expected a share in (0, 1], found {text!r}")
    return value


def _labels(text: str, dimension: str, place: str) -> Labels:
    given = tuple(dict.fromkeys(text.split("+")))
    allowed = DIMENSIONS[dimension]
    for label in given:
        if label not in allowed:
            expected = ", ".join(sorted(allowed))
            raise InputError(f"{place}: {dimension}: expected one of {expected}; found {label!r}")
    rest = {"none", _REST.get(dimension, "none")}
    if len(given) > 1 and rest & set(given):
        raise InputError(f"{place}: {dimension}: expected {min(rest)} alone, found {text!r}")
    return given


def _row(found: dict[str, str], dimensions: Sequence[str], place: str) -> SidecarRow:
    if not found["dialogue_id"]:
        raise InputError(f"{place}: dialogue_id: expected an id, found nothing")
    sentence = found.get("sentence")
    return SidecarRow(
        dialogue_id=found["dialogue_id"],
        turn=_number(found["turn"], "turn", place),
        labels={name: _labels(found[name], name, place) for name in dimensions if found[name]},
        sentence=_number(sentence, "sentence", place) if sentence else None,
        annotator=found.get("annotator") or None,
        inclusion_p=_share(found, "inclusion_p", place),
        dialogue_p=_share(found, "dialogue_p", place),
    )


def read_sidecar(path: Path) -> list[SidecarRow]:
    """The rows of a label file; raises ``InputError`` that names file and line."""
    rows: list[SidecarRow] = []
    seen: dict[tuple[str, int, int | None, str | None], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = next(reader, [])
            dimensions = _header(header, f"{path}:1")
            for values in reader:
                place = f"{path}:{reader.line_num}"
                if not values:
                    continue
                if len(values) != len(header):
                    raise InputError(
                        f"{place}: row: expected {len(header)} fields, found {len(values)}"
                    )
                row = _row(dict(zip(header, values, strict=True)), dimensions, place)
                key = (row.dialogue_id, row.turn, row.sentence, row.annotator)
                if key in seen:
                    raise InputError(
                        f"{place}: dialogue_id, turn: expected each unit once per annotator, "
                        f"found line {seen[key]} again"
                    )
                seen[key] = reader.line_num
                rows.append(row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: expected a readable UTF-8 label file, found: {error}") from error
    return rows


def _header(header: Sequence[str], place: str) -> list[str]:
    """The label columns; all names must be known, the keys present."""
    unknown = [name for name in header if name not in DIMENSIONS and name not in _OTHER]
    missing = [name for name in ("dialogue_id", "turn") if name not in header]
    if unknown or missing or len(set(header)) < len(header):
        expected = "dialogue_id, turn[, sentence], " + ", ".join(DIMENSIONS)
        # A file of dialogues given by mistake: its text stays out of the message.
        found = ", ".join(header)
        found = found if len(found) <= LONGEST_HEADER else found[:CUT_HEADER] + "…"
        raise InputError(f"{place}: header: expected {expected}; found {found!r}")
    return [name for name in header if name in DIMENSIONS]


def write_sidecar(path: Path, rows: Iterable[SidecarRow]) -> None:
    """Write rows, whole or not at all, so that ``read_sidecar`` gives them back."""
    text = sidecar_text(rows, str(path))
    with whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def sidecar_text(rows: Iterable[SidecarRow], name: str = "labels") -> str:
    """Rows as a label file holds them. Raises ``InputError``, with ``name``."""
    rows = list(rows)
    dimensions = [x for x in DIMENSIONS if any(x in row.labels for row in rows)]
    extra = [
        x
        for x in ("sentence", "annotator", "inclusion_p", "dialogue_p")
        if any(getattr(row, x) is not None for row in rows)
    ]
    header = ["dialogue_id", "turn", *extra[:1], *dimensions, *extra[1:]]
    if extra[:1] != ["sentence"]:
        header = ["dialogue_id", "turn", *dimensions, *extra]
    lines = []
    for values in (header, *(_values(row, header) for row in rows)):
        for value in values:
            if "\t" in value or "\n" in value or "\r" in value:
                raise InputError(f"{name}: expected no tab or line break, found {value!r}")
        lines.append("\t".join(values) + "\n")
    return "".join(lines)


def _values(row: SidecarRow, header: Sequence[str]) -> list[str]:
    out = []
    for name in header:
        if name in DIMENSIONS:
            out.append("+".join(row.labels.get(name, ())))
        else:
            value = getattr(row, name)
            out.append("" if value is None else str(value))
    return out


def rows_of(dialogues: Sequence[Dialogue], found: Sequence[Annotation]) -> Iterator[SidecarRow]:
    """The turn labels of annotations as rows; units of sentences are left out."""
    for dialogue, annotation in zip(dialogues, found, strict=True):
        for turn in dialogue.turns:
            labels = {
                name: units[turn.number - 1]
                for name, units in annotation.units.items()
                if name != EMOTION.id
            }
            given = {name: value for name, value in labels.items() if value is not None}
            yield SidecarRow(dialogue.id, turn.number, given)


class SidecarAnnotator:
    """Serves the labels of a file; what the file does not hold is None (missing).

    ``dimensions`` are those of user turns that the file labels. Of several
    annotators' rows for one turn the first counts.
    """

    def __init__(self, rows: Sequence[SidecarRow], name: str = "labels from a file") -> None:
        """``rows`` as ``read_sidecar`` gives them."""
        self.name = name
        self.version = "1"
        self.languages: frozenset[str] = frozenset()
        self._table: dict[tuple[str, int], SidecarRow] = {}
        for row in rows:
            if row.sentence is None:
                self._table.setdefault((row.dialogue_id, row.turn), row)
        found = {name for row in self._table.values() for name in row.labels}
        self.dimensions = tuple(x for x in DIMENSIONS if x in found and x != EMOTION.id)

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order; dialogues are found by their id."""
        out = []
        for dialogue in dialogues:
            rows = [self._table.get((dialogue.id, turn.number)) for turn in dialogue.turns]
            out.append(
                Annotation(
                    {
                        name: tuple(row.labels.get(name) if row else None for row in rows)
                        for name in self.dimensions
                    }
                )
            )
        return out


def sidecar_annotator(path: Path) -> SidecarAnnotator:
    """The annotator that serves the labels of one file; raises ``InputError``."""
    return SidecarAnnotator(read_sidecar(path), name=f"labels from {path.name}")

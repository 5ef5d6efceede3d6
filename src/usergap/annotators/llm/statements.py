"""Statements of knowledge in a file beside the dialogues, and the measure that uses them.

JSONL ``{dialogue_id, turn, kind, text, annotator}``: ``kind`` is ``knows``, ``not``,
or ``none`` with an empty text for a turn that was judged to show neither. A turn
without a row was not judged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from usergap.annotators.llm.annotator import Judged
from usergap.dialogues import Dialogue
from usergap.dimensions import Cell, Dimension
from usergap.dimensions.knowledge import KNOWLEDGE
from usergap.errors import InputError
from usergap.writing import whole

KINDS = ("knows", "not", "none")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of user turn ``turn`` (from 1), by ``annotator``."""

    dialogue_id: str
    turn: int
    kind: str
    text: str
    annotator: str | None = None


def statement_rows(
    dialogues: Sequence[Dialogue], found: Sequence[Judged], annotator: str
) -> list[StatementRow]:
    """The statements of judged dialogues; turns that are missing have no row."""
    rows = []
    for dialogue, judged in zip(dialogues, found, strict=True):
        for turn, statements in enumerate(judged.statements or (), 1):
            if statements is None:
                continue
            for kind, text in statements or (("none", ""),):
                rows.append(StatementRow(dialogue.id, turn, kind, text, annotator))
    return rows


def write_statements(path: Path, rows: Iterable[StatementRow]) -> None:
    """Write rows so that ``read_statements`` gives them back."""
    lines = (json.dumps(asdict(row), ensure_ascii=False) for row in rows)
    with (
        whole(path) as draft,
        draft.open("w", encoding="utf-8", errors="backslashreplace") as file,
    ):
        file.writelines(f"{line}\n" for line in lines)


def read_statements(path: Path) -> list[StatementRow]:
    """The rows of a file; raises ``InputError`` that names file, line and field."""
    rows = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    rows.append(_row(line, f"{path}:{number}"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a readable UTF-8 file, found: {error}") from error
    return rows


def _row(line: str, place: str) -> StatementRow:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{place}: row: expected a JSON object, found {line.strip()[:40]!r}")
    name, turn, kind, text = (found.get(x) for x in ("dialogue_id", "turn", "kind", "text"))
    annotator = found.get("annotator")
    checks = (
        ("dialogue_id", isinstance(name, str) and bool(name), "an id"),
        ("turn", type(turn) is int and turn >= 1, "a whole number from 1"),
        ("kind", kind in KINDS, " or ".join(KINDS)),
        ("text", isinstance(text, str) and bool(text.strip()) != (kind == "none"), "a statement"),
        ("annotator", annotator is None or isinstance(annotator, str), "a name"),
    )
    for field, right, expected in checks:
        if not right:
            raise InputError(f"{place}: {field}: expected {expected}, found {found.get(field)!r}")
    return StatementRow(str(name), int(turn or 0), str(kind), str(text), annotator)


@dataclass(frozen=True)
class StatementCounter:
    """``measure`` of the dimension knowledge over given statements.

    ``table``: per dialogue id and turn, the (kind, words) of its statements. A
    dialogue with a turn that was not judged is undefined: a count of some of its
    turns would pass for the whole.
    """

    table: Mapping[str, Mapping[int, tuple[tuple[str, tuple[str, ...]], ...]]]

    def __call__(self, dialogue: Dialogue) -> Mapping[str, Cell]:
        """The columns of one dialogue: counts, and one vector of each kind."""
        from usergap.dimensions.knowledge_space import shipped_space

        turns = self.table.get(dialogue.id, {})
        if not dialogue.turns or any(turn.number not in turns for turn in dialogue.turns):
            return {}
        cells: dict[str, Cell] = {}
        for kind in ("knows", "not"):
            said = [s for turn in dialogue.turns for s in turns[turn.number] if s[0] == kind]
            code = shipped_space().embed([[words for _, words in said if words]])[0].tobytes()
            cells[f"knowledge.{kind}"] = len(said)
            cells[f"knowledge.{kind}.vector"] = code if any(code) else None
        return cells


def knowledge_from(rows: Sequence[StatementRow]) -> Dimension:
    """The measure knowledge over statements from a file, for ``Plan(measures=...)``.

    Its version names the annotator, so that statements of different origin are never
    compared. Raises ``InputError`` for rows of several annotators.
    """
    names = sorted({row.annotator or "unnamed" for row in rows})
    if len(names) != 1:
        raise InputError(f"statements: expected those of one annotator, found {len(names)}")
    table: dict[str, dict[int, tuple[tuple[str, tuple[str, ...]], ...]]] = {}
    for row in rows:
        turns = table.setdefault(row.dialogue_id, {})
        words = tuple(_WORD.findall(row.text.replace("’", "'").lower()))
        new = () if row.kind == "none" else ((row.kind, words),)
        turns[row.turn] = (*turns.get(row.turn, ()), *new)
    return replace(
        KNOWLEDGE,
        version=f"{KNOWLEDGE.version}, statements by {names[0]}",
        measure=StatementCounter(table),
    )

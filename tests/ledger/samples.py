"""Dialogues and ledgers for the tests of this room."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.ledger import Ledger

CLOCK = "2026-01-02T03:04:05Z"


def dialogue(name: str, text: str = "", **tags: Any) -> Dialogue:
    said = Message("user", text or f"what is {name}")
    return Dialogue(name, (said, Message("assistant", "well")), provenance=Provenance(**tags))


def dialogues(count: int, **tags: Any) -> list[Dialogue]:
    return [dialogue(f"d{number}", **tags) for number in range(1, count + 1)]


def ledger_of(path: Path, count: int = 0, **tags: Any) -> Path:
    with Ledger(path, make=True) as ledger:
        ledger.add(dialogues(count, **tags), clock=lambda: CLOCK)
    return path


def sql(path: Path, *statements: str) -> None:
    """Change a ledger behind its back."""
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def names(path: Path) -> Iterator[str]:
    with Ledger(path) as ledger:
        yield from (row.dialogue for row in ledger.rows())

"""A suite's file: its items as dialogues in JSON lines, which ``usergap ledger add`` takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from usergap.errors import InputError
from usergap.formats import read, write
from usergap.ledger.suites.item import Item, item_of, to_dialogue


def write_suite(items: Sequence[Item], path: Path, created: str, settings: object) -> Path:
    """Write items. ``settings`` (JSON values): what they were generated with."""
    from usergap.simulate.made import fingerprint

    made_with = fingerprint(settings)
    return write((to_dialogue(item, created, made_with) for item in items), path)


def read_suite(path: Path) -> list[Item]:
    """Read items. Raises InputError for a row that is none."""
    corpus = read(path)
    dropped = [remark for remark in corpus.reading.remarks if remark.dropped]
    if dropped:
        raise InputError(f"{dropped[0]}: a suite must be whole")
    return [item_of(dialogue, str(path)) for dialogue in corpus.dialogues]

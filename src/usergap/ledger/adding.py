"""One batch of dialogues into the log, in one transaction."""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from usergap.dialogues import Dialogue, Provenance, given_id
from usergap.errors import InputError
from usergap.ledger.entry import body_of, body_tags, chained, content_of, sample_key
from usergap.ledger.origins import made_by
from usergap.ledger.tags import Conflict, known, merged, provenance_of

SEEN = "CREATE TEMP TABLE seen (sample BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID"
"""How often a file held samples that were known before, or that it holds again; on disk, so
that memory stays bounded. What is in the log by this call and not here was held once."""

_TIMES = (
    "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times"
)
_LATEST = "SELECT number, body FROM entries WHERE sample = ? ORDER BY amends DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Telling:
    """What holds for all dialogues of one call: tags told, the file, and how to take them.

    ``own`` are the places in the log that this call wrote, as first and last numbers: other
    writers' lie between them.
    """

    tags: Mapping[str, Any]
    file: str
    with_text: bool
    amend: bool
    own: list[tuple[int, int]] = field(default_factory=list)

    def wrote(self, number: int) -> bool:
        """Whether this call wrote an entry."""
        place = bisect_right(self.own, (number, sys.maxsize)) - 1
        return place >= 0 and number <= self.own[place][1]


def write_batch(
    db: sqlite3.Connection, batch: Sequence[Dialogue], telling: Telling, moment: str
) -> Counter[str]:
    """Append what is new and return counts of ``added``, ``amended`` and ``known``.

    The caller holds the write transaction. Raises InputError where a tag is recorded
    otherwise or what names its maker is told to be real, sqlite3.Error where the file fails.
    """
    number, before = db.execute("SELECT entries, hash FROM head").fetchone()
    start = number
    counts: Counter[str] = Counter()
    entries: list[tuple[object, ...]] = []
    texts: list[tuple[bytes, bytes]] = []
    new: set[bytes] = set()
    for dialogue in batch:
        text, name = content_of(dialogue), given_id(dialogue.id)
        content = sha256(text).digest()
        if telling.with_text:
            texts.append((content, zlib.compress(text)))
        times, sample = 1, sample_key(content, name, 1)
        last = db.execute(_LATEST, (sample,)).fetchone()
        if last or sample in new:
            again = not last or telling.wrote(last[0])
            times = db.execute(_TIMES, (sample, 2 if again else 1)).fetchone()[0]
            if times > 1:
                sample = sample_key(content, name, times)
                last = db.execute(_LATEST, (sample,)).fetchone()
        else:
            new.add(sample)
        provenance = _told(dialogue, telling, last)
        if provenance is None:
            counts["known"] += 1
            continue
        if provenance.origin == "real":
            _no_maker(dialogue, provenance, telling.file)
        counts["amended" if last else "added"] += 1
        number, amends = number + 1, last[0] if last else 0
        body = body_of(name, provenance, telling.file, moment)
        before = chained(before, number, content, times, amends, body)
        entries.append((number, sample, content, times, amends, body, before))
    db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", entries)
    db.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", texts)
    db.execute("UPDATE head SET entries = ?, hash = ?", (number, before))
    if entries:
        telling.own.append((start + 1, number))
    return counts


def _told(dialogue: Dialogue, telling: Telling, last: tuple[int, str] | None) -> Provenance | None:
    """The tags to write; None where the ledger knows them all."""
    change = telling.amend
    source = "the dialogue"
    try:
        stated = merged(provenance_of(dialogue), telling.tags, change=change)
        if last is None:
            return stated
        source = f"entry {last[0]}"
        recorded = body_tags(json.loads(last[1]))
        new = merged(recorded, known(stated), change=change)
    except Conflict as conflict:
        raise InputError(
            f"{telling.file}: dialogue {dialogue.id!r}: {conflict.tag}: {source} says "
            f"{conflict.recorded!r}, now told {conflict.found!r}: --amend replaces what is "
            "recorded (the log keeps both)"
        ) from None
    return None if new is recorded else new


def _no_maker(dialogue: Dialogue, provenance: Provenance, file: str) -> None:
    """Raises InputError where what is to be recorded as real names who or what made it."""
    if maker := made_by(replace(dialogue, provenance=provenance)):
        raise InputError(
            f"{file}: dialogue {dialogue.id!r}: origin: expected synthetic of what {maker} made, "
            "found real"
        )

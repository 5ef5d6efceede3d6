"""Ledger: the record of where every sample comes from, append-only and on disk.

A batch is fsynced before it is reported; writers in several processes take turns. What was
said is not kept unless asked for: real users' words should not leave the place where they
are, and a hash of them is enough to know a sample again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Self

from usergap.dialogues import NOT_RECORDED, Dialogue, Message, given_id
from usergap.errors import EnvironmentFailure
from usergap.ledger.adding import SEEN, Telling, write_batch
from usergap.ledger.database import (
    TROUBLE,
    changed_schema,
    explained,
    make_database,
    open_database,
    schema,
)
from usergap.ledger.entry import (
    START,
    Row,
    Stored,
    content_of,
    messages_of,
    row_of,
    sample_key,
)
from usergap.ledger.tags import checked

BATCH = 5_000
"""Dialogues that share one commit. Hashes fall anywhere in the index, so that a small batch
writes nearly as many of its pages as a large one."""

_ENTRIES = "SELECT number, sample, content, occurrence, amends, body, hash FROM entries"
_CURRENT = _ENTRIES + " WHERE number NOT IN (SELECT amends FROM entries WHERE amends > 0)"  # noqa: S608


def now() -> str:
    """The time in UTC, to the second, as ``created`` in provenance spells it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Added:
    """What one call of ``add`` did: new samples, samples with new tags, samples known as told.

    ``entries`` and ``hash`` are the head of the log after it: kept elsewhere, they let
    ``verify`` tell at any time whether the log still passes through them.
    """

    added: int
    amended: int
    known: int
    entries: int
    hash: str


class Ledger:
    """The ledger in the file ``path``; a context manager.

    ``make`` begins a new one where nothing is there. Raises InputError where the file is
    missing or something else than a ledger, EnvironmentFailure where it is damaged.
    """

    def __init__(self, path: str | Path, *, make: bool = False) -> None:
        self.path = Path(path)
        if make and not self.path.exists():
            make_database(self.path, START)
        self._db = open_database(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(
        self,
        dialogues: Iterable[Dialogue],
        *,
        tags: Mapping[str, Any] | None = None,
        file: str = NOT_RECORDED,
        with_text: bool = False,
        amend: bool = False,
        clock: Callable[[], str] = now,
        progress: Callable[[int], None] | None = None,
    ) -> Added:
        """Record the dialogues of one file; adding them again adds nothing.

        ``tags`` fill what the dialogues leave open. What is newly told of a known sample is
        written as an entry that amends the one before; ``amend`` lets it also replace what is
        recorded. ``progress`` gets the number of dialogues after each commit (of at most
        ``BATCH``): those are on disk. Raises InputError for an unknown tag, or one that is
        recorded otherwise (the batches before stay), EnvironmentFailure where the file fails.
        """
        telling = Telling(checked(tags or {}), file, with_text, amend)
        counts: Counter[str] = Counter()
        self.head()  # a log without one is told of before anything is written
        with self._explained():
            self._db.execute(SEEN)
        try:
            source = iter(dialogues)
            while batch := list(islice(source, BATCH)):
                with self._transaction():
                    counts += write_batch(self._db, batch, telling, clock())
                if progress is not None:
                    progress(len(batch))
        finally:
            with suppress(sqlite3.Error):
                self._db.execute("DROP TABLE seen")
        entries, head = self.head()
        return Added(counts["added"], counts["amended"], counts["known"], entries, head)

    def rows(self) -> Iterator[Row]:
        """Every sample once, with its tags of now, in the order in which it was last told of.

        Memory does not grow with the ledger. Raises EnvironmentFailure where it is damaged.
        """
        return self._rows(f"{_CURRENT} ORDER BY number")

    def entries(self) -> Iterator[Row]:
        """The whole log in order, with the entries that were amended since."""
        return self._rows(f"{_ENTRIES} ORDER BY number")

    def find(self, dialogue: Dialogue, occurrence: int = 1) -> Row | None:
        """The row of a dialogue, known by its id and words; None where there is none."""
        content = sha256(content_of(dialogue)).digest()
        key = sample_key(content, given_id(dialogue.id), occurrence)
        return next(
            self._rows(f"{_ENTRIES} WHERE sample = ? ORDER BY amends DESC LIMIT 1", key), None
        )

    def text(self, row: Row) -> tuple[tuple[Message, ...], int] | None:
        """A row's messages and the length of their context; None where they are not stored."""
        stored = self.query("SELECT body FROM texts WHERE content = ?", bytes.fromhex(row.content))
        try:
            return next((messages_of(zlib.decompress(body)) for (body,) in stored), None)
        except (zlib.error, ValueError, TypeError):
            raise self._damaged(f"the text of sample {row.sample}") from None

    def forget_texts(self, dialogues: Iterable[str] | None = None) -> int:
        """Remove stored texts and their traces in the file; returns how many there were.

        Those of dialogues with certain ids, or all. Words are stored once, so they go for
        every sample that has the same. Rows and chain stay as they are: they hold hashes
        alone. Raises EnvironmentFailure where another process keeps traces alive: the words
        are gone from the ledger then, and doing it again removes the traces.
        """
        with self._explained():
            self._db.execute("PRAGMA secure_delete = ON")
        with self._transaction():
            if dialogues is None:
                count = self._db.execute("DELETE FROM texts").rowcount
            else:
                asked = set(dialogues)
                gone = {(bytes.fromhex(r.content),) for r in self.entries() if r.dialogue in asked}
                sql = "DELETE FROM texts WHERE content = ?"
                count = self._db.executemany(sql, sorted(gone)).rowcount if gone else 0
        with self._explained():
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise EnvironmentFailure(
                f"{self.path}: {count} texts removed, but another process is using the ledger and "
                f"traces may stay in {self.path.name}-wal: run the same again when it has ended"
            )
        return count

    def head(self) -> tuple[int, str]:
        """The number of entries and the hash of the last one."""
        found = list(self.query("SELECT entries, hash FROM head"))
        entries, last = found[0] if len(found) == 1 else (None, None)
        if not isinstance(entries, int) or entries < 0 or not isinstance(last, bytes):
            raise self._damaged("its head")
        return entries, last.hex()

    def stored(self) -> Iterator[Stored]:
        """Entries as the file holds them, in order and unchecked: what ``verify`` looks at."""
        return self.query(f"{_ENTRIES} ORDER BY number")

    def schema_problems(self) -> list[str]:
        """What somebody took out of the file, or put in: tables, indices, triggers."""
        with self._explained():
            return changed_schema(schema(self._db))

    def query(self, sql: str, *values: object) -> Iterator[Any]:
        """Rows of a query of our own. Raises EnvironmentFailure where the file is damaged."""
        with self._explained():
            yield from self._db.execute(sql, values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the ledger for several queries, while others write."""
        with self._explained():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    def _rows(self, sql: str, *values: object) -> Iterator[Row]:
        for stored in self.query(sql, *values):
            try:
                yield row_of(stored)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise self._damaged(f"entry {stored[0]}") from None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.rollback()
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except TROUBLE as error:
            raise explained(self.path, error) from None

    def _damaged(self, what: str) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"{self.path}: {what} cannot be read: `usergap ledger verify` tells what is broken"
        )

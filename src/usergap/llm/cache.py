"""Answers on disk: one sqlite file, keyed by the hash of what was asked.

An answer is written and fsynced before ``put`` returns, so a call that was
reported answered is never asked again, whatever kills the process. Writers share
a commit. Prompts and keys are not stored.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import sqlite3
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError, UsergapError

APPLICATION_ID = 0x75736763  # "usgc"
SCHEMA_VERSION = 1
BATCH = 512
_Job = tuple[bytes, Mapping[str, Any], asyncio.AbstractEventLoop, "asyncio.Future[None]"]


def default_cache() -> Path:
    """``$USERGAP_CACHE``, or ``usergap/answers.sqlite`` in the user's cache folder."""
    if told := os.environ.get("USERGAP_CACHE"):
        return Path(told)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "usergap" / "answers.sqlite"


class Cache:
    """The answers of all runs that use the file ``path``; made if it is not there.

    Several processes may share a file. ``max_pages`` bounds the file (pages of 4 kB).
    Raises EnvironmentFailure if the file is damaged, or cannot be written, and
    InputError if it is something else than a cache.
    """

    def __init__(self, path: Path, *, max_pages: int | None = None) -> None:
        self.path = path
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._failed: UsergapError | None = None
        self._max_pages = max_pages
        try:
            _make(path)
            self._reader = self._open()
            self._prepare(self._reader)
            self._writer = self._open()
        except sqlite3.Error as error:
            raise self._explain(error) from None
        except OSError as error:
            raise EnvironmentFailure(f"cannot open the cache {path}: {error.strerror}") from None
        self._thread = threading.Thread(target=self._write, name="usergap-cache", daemon=True)
        self._thread.start()

    def __len__(self) -> int:
        return int(self._reader.execute("SELECT count(*) FROM answers").fetchone()[0])

    def get(self, key: bytes) -> dict[str, Any] | None:
        """The record under ``key``, or None. Raises EnvironmentFailure if it is damaged."""
        try:
            row = self._reader.execute("SELECT body FROM answers WHERE key = ?", (key,)).fetchone()
            record = json.loads(zlib.decompress(row[0])) if row else None
        except sqlite3.Error as error:
            raise self._explain(error) from None
        except (zlib.error, ValueError, TypeError):
            raise self.damaged("an answer in it cannot be read") from None
        if record is not None and not isinstance(record, dict):
            raise self.damaged("an answer in it is not a record")
        return record

    async def put(self, key: bytes, record: Mapping[str, Any]) -> None:
        """Returns when the record is on disk. Raises EnvironmentFailure if it cannot be."""
        if self._failed is not None:
            raise self._failed
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()
        self._jobs.put((key, record, loop, written))
        await written

    def close(self) -> None:
        """Writes what waits and closes the file."""
        self._jobs.put(None)
        self._thread.join()
        self._reader.close()
        self._writer.close()

    def damaged(self, what: str) -> EnvironmentFailure:
        """The error for a file that is a cache no more."""
        return EnvironmentFailure(
            f"the cache {self.path} is damaged: {what}. Move the file away and run again "
            "(its answers are then asked anew), or rescue them first with "
            f"`sqlite3 {self.path} .recover`"
        )

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30.0, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        if self._max_pages is not None:
            db.execute(f"PRAGMA max_page_count = {int(self._max_pages)}")
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        owner = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and owner != APPLICATION_ID:
            raise InputError(f"{self.path}: expected a cache of usergap, found another database")
        if tables and version != SCHEMA_VERSION:
            raise InputError(
                f"{self.path}: expected cache version {SCHEMA_VERSION}, found {version}: "
                "name another file, or use the usergap that made it"
            )
        if not tables:
            db.execute("BEGIN IMMEDIATE")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.execute(
                "CREATE TABLE IF NOT EXISTS answers "
                "(key BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID"
            )
            db.execute("COMMIT")

    def _write(self) -> None:
        """The writer's thread: one commit for all answers that wait."""
        while True:
            jobs = [self._jobs.get()]
            while len(jobs) < BATCH and not self._jobs.empty():
                jobs.append(self._jobs.get())
            batch = [job for job in jobs if job is not None]
            if batch:
                self._commit(batch)
            if len(batch) < len(jobs):
                return

    def _commit(self, batch: list[_Job]) -> None:
        error: UsergapError | None = self._failed
        if error is None:
            try:
                rows = [(job[0], zlib.compress(json.dumps(job[1]).encode())) for job in batch]
                self._writer.execute("BEGIN IMMEDIATE")
                self._writer.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?)", rows)
                self._writer.execute("COMMIT")
            except sqlite3.Error as problem:
                error = self._failed = self._explain(problem)
                if self._writer.in_transaction:
                    self._writer.rollback()
        for loop in {job[2] for job in batch}:
            waiting = [job[3] for job in batch if job[2] is loop]
            if not loop.is_closed():
                loop.call_soon_threadsafe(_resolve, waiting, error)

    def _explain(self, error: sqlite3.Error) -> EnvironmentFailure:
        told = str(error)
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return self.damaged(told)
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            return EnvironmentFailure(
                f"cannot write the cache {self.path}: {told}. All answers reported so far are "
                "kept; free some space (or name a file on another disk) and run again to resume"
            )
        return EnvironmentFailure(f"cannot use the cache {self.path}: {told}")


def _make(path: Path) -> None:
    """An empty file that only its owner can read: answers may quote people."""
    if path.is_dir():
        raise InputError(f"{path}: expected a file for the cache, found a folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _resolve(waiting: list[asyncio.Future[None]], error: UsergapError | None) -> None:
    for future in waiting:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)

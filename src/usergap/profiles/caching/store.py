"""The file of measured rows: SQLite, shared by processes, bounded, worth nothing if damaged."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa

NAME = "rows-1.sqlite"
LIMIT = 2 << 30
"""Bytes that the file may take; past them the oldest rows go, down to four fifths."""

_TABLES = """
CREATE TABLE IF NOT EXISTS secret(key BLOB NOT NULL, one INTEGER PRIMARY KEY CHECK(one = 1));
CREATE TABLE IF NOT EXISTS place(
  dialogue BLOB NOT NULL, chunk INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(dialogue, chunk)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS places ON place(chunk);
CREATE TABLE IF NOT EXISTS chunk(id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS stored(
  chunk INTEGER NOT NULL, unit TEXT NOT NULL, digest BLOB NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY(chunk, unit)) WITHOUT ROWID;
"""

Places = Mapping[bytes, Sequence[tuple[int, int]]]


def default_folder() -> Path:
    """``$USERGAP_ROWS``, or ``usergap/rows`` in the user's cache folder."""
    if told := os.environ.get("USERGAP_ROWS"):
        return Path(told)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "usergap" / "rows"


class RowStore:
    """Tables of measured columns by dialogue hash, chunk by chunk.

    ``secret`` is random and made with the file: a hash from it cannot be compared with
    hashes made elsewhere. Every method raises ``sqlite3.Error`` or ``OSError`` where the
    file cannot be used, which callers take for an empty store.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / NAME
        self._base = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=OFF")  # a lost row is measured again
            self._base.executescript(_TABLES)
            with suppress(OSError):
                self.path.chmod(0o600)
            self._base.execute(
                "INSERT OR IGNORE INTO secret VALUES (?, 1)", (secrets.token_bytes(32),)
            )
            self.secret = bytes(self._base.execute("SELECT key FROM secret").fetchone()[0])
        except BaseException:
            self._base.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def places(self, hashes: Sequence[bytes]) -> Places:
        """Chunks and rows of the dialogues that are there, newest last."""
        found: dict[bytes, list[tuple[int, int]]] = {}
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT dialogue, chunk, at FROM place WHERE dialogue IN ({marks})"  # noqa: S608
            for dialogue, chunk, at in self._base.execute(query + " ORDER BY chunk", some):
                found.setdefault(dialogue, []).append((chunk, at))
        return found

    def units(self, chunk: int) -> dict[str, pa.Table]:
        """What a chunk holds, by unit; what is damaged is left out."""
        rows = self._base.execute(
            "SELECT unit, digest, content FROM stored WHERE chunk=?", (chunk,)
        )
        return {
            unit: pa.ipc.open_stream(content).read_all()
            for unit, digest, content in rows
            if _digest(unit, content) == digest
        }

    def save(self, hashes: Sequence[bytes], tables: Iterable[tuple[str, pa.Table]]) -> None:
        """Keep what was measured of dialogues, all or nothing."""
        packed = [(unit, _packed(table)) for unit, table in tables]
        self._base.execute("BEGIN IMMEDIATE")
        try:
            chunk = self._base.execute("INSERT INTO chunk DEFAULT VALUES").lastrowid
            self._base.executemany(
                "INSERT OR REPLACE INTO place VALUES (?, ?, ?)",
                [(each, chunk, at) for at, each in enumerate(hashes)],
            )
            self._base.executemany(
                "INSERT INTO stored VALUES (?, ?, ?, ?)",
                [(chunk, unit, _digest(unit, content), content) for unit, content in packed],
            )
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise

    def trim(self, limit: int = LIMIT) -> None:
        """Where the rows take more than ``limit`` bytes, drop the oldest, to four fifths."""
        if self._size() <= limit:
            return
        while self._size() > 0.8 * limit:
            oldest = "SELECT id FROM chunk ORDER BY id LIMIT 64"
            self._base.execute("BEGIN IMMEDIATE")
            for table, column in (("place", "chunk"), ("stored", "chunk"), ("chunk", "id")):
                self._base.execute(f"DELETE FROM {table} WHERE {column} IN ({oldest})")  # noqa: S608
            self._base.execute("COMMIT")
        self._base.execute("VACUUM")

    def _size(self) -> int:
        asked = ("page_count", "freelist_count", "page_size")
        pages, free, size = (
            int(self._base.execute(f"PRAGMA {name}").fetchone()[0]) for name in asked
        )
        return (pages - free) * size


def usable(folder: Path) -> str | None:
    """What keeps a store from being used, in words; None where nothing does. Trims it."""
    try:
        with closing(RowStore(folder)) as store:
            store.trim()
    except (sqlite3.Error, OSError) as error:
        return f"{folder / NAME}: rows kept from earlier runs cannot be used: {error}"
    return None


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _digest(unit: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=8, key=unit.encode()[:64]).digest()

"""The ledger's file: one sqlite database in WAL mode, made whole, opened or refused."""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from usergap.errors import EnvironmentFailure, InputError, UsergapError

APPLICATION_ID = 0x7573676C  # "usgl"
VERSION = 1
WAIT = 120.0
"""Seconds that a writer waits for another one; a batch takes a fraction of a second."""

TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""What a call of sqlite raises; its words about a damaged file may themselves be damaged."""

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_SCHEMA = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    sample BLOB NOT NULL,
    content BLOB NOT NULL,
    occurrence INTEGER NOT NULL,
    amends INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE UNIQUE INDEX samples ON entries (sample, amends);
CREATE INDEX amendments ON entries (amends) WHERE amends > 0;
CREATE TABLE head (entries INTEGER NOT NULL, hash BLOB NOT NULL);
CREATE TABLE texts (content BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
"""


def make_database(path: Path, start: bytes) -> None:
    """An empty ledger at ``path``, unless something is there; it appears whole or not at all.

    Only its owner can read it: ids, and texts where asked for, may lead to people.
    Raises InputError or EnvironmentFailure where the file cannot be made.
    """
    draft = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        db = sqlite3.connect(draft, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA}")
            db.execute("INSERT INTO head VALUES (0, ?)", (start,))
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {VERSION}")
            db.execute("COMMIT")
        finally:
            db.close()
        _name(draft, path)
    except OSError as error:
        kind = EnvironmentFailure if error.errno in _MACHINE else InputError
        raise kind(f"{path}: cannot be made: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise explained(path, error) from None
    finally:
        for rest in ("", "-wal", "-shm"):
            with suppress(OSError):
                draft.with_name(draft.name + rest).unlink()


def _name(draft: Path, path: Path) -> None:
    """Give the draft its name, unless another writer was first."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if path.exists():
            return
        draft.rename(path)


def schema(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Kind, name and definition of all that a database holds besides rows."""
    query = "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
    return {(kind, name, sql) for kind, name, sql in db.execute(query) if "sqlite_" not in name}


def changed_schema(found: set[tuple[str, str, str]]) -> list[str]:
    """What a ledger's schema lacks, or has and should not, in words: none where it is whole."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(_SCHEMA)
        expected = schema(fresh)
    return [
        *(f"the {kind} {name!r} is gone or changed" for kind, name, _ in sorted(expected - found)),
        *(f"a foreign {kind} {name!r} is in it" for kind, name, _ in sorted(found - expected)),
    ]


def open_database(path: Path) -> sqlite3.Connection:
    """The ledger at ``path``, which must be there.

    Raises InputError where it is missing or something else, EnvironmentFailure where it
    is damaged.
    """
    _look(path)
    with ExitStack() as stack:
        try:
            db = sqlite3.connect(_address(path), uri=True, timeout=WAIT, isolation_level=None)
            stack.callback(db.close)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA temp_store = FILE")
            db.execute("PRAGMA wal_autocheckpoint = 16000")  # pages: one is copied back less often
            db.execute("PRAGMA cache_size = -65536")
            owner = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
        except TROUBLE as error:
            raise explained(path, error) from None
        if owner != APPLICATION_ID:
            raise InputError(f"{path}: expected a ledger of usergap, found another database")
        if version != VERSION:
            raise InputError(
                f"{path}: expected ledger version {VERSION}, found {version}: use the usergap that "
                "made it, or name another file"
            )
        stack.pop_all()
    return db


def _look(path: Path) -> None:
    """Refuse what no ledger can be, in words, before sqlite sees it."""
    if path.is_dir():
        raise InputError(f"{path}: expected a ledger, found a folder")
    try:
        found = _size(path)
        if found and found[0] < found[1]:  # perhaps a writer was just at work: look again
            time.sleep(0.1)
            found = _size(path)
    except FileNotFoundError:
        raise InputError(f"{path}: expected a ledger, found nothing there") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    if found and found[0] < found[1]:
        raise EnvironmentFailure(
            f"{path}: expected a ledger of {found[1]} bytes or more, found {found[0]}: it was "
            "truncated; put its backup there, or remove the file to begin a new ledger"
        )


def _size(path: Path) -> tuple[int, int] | None:
    """The file's size and the size that its header tells of: page size times pages.

    None while a write-ahead log lies beside it: the file itself may then lag behind.
    Raises InputError where it is another kind of file.
    """
    logged = _wal(path).exists()
    with path.open("rb") as file:
        start = file.read(_HEADER)
        size = file.seek(0, os.SEEK_END)
    if not _MAGIC.startswith(start[: len(_MAGIC)]):
        raise InputError(f"{path}: expected a ledger of usergap, found another kind of file")
    page, pages = int.from_bytes(start[16:18], "big"), int.from_bytes(start[28:32], "big")
    told = (65536 if page == 1 else page) * pages
    return None if logged else (size, max(told, _HEADER))


def _wal(path: Path) -> Path:
    resolved = path.resolve()
    return resolved.with_name(resolved.name + "-wal")


def _address(path: Path) -> str:
    """The file for sqlite; where its folder cannot be written, as one that nobody changes."""
    resolved = path.resolve()
    fixed = not os.access(resolved.parent, os.W_OK) and not _wal(path).exists()
    return f"{resolved.as_uri()}?mode={'ro&immutable=1' if fixed else 'rw'}"


def explained(path: Path, error: Exception) -> UsergapError:
    """What sqlite met, in one line that names the file and the way out."""
    told = " ".join(str(error).split())
    # without a code: text that is no UTF-8, or a call of ours that sqlite does not take
    unknown = 0 if isinstance(error, sqlite3.ProgrammingError) else sqlite3.SQLITE_CORRUPT
    code = getattr(error, "sqlite_errorcode", unknown) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return EnvironmentFailure(
            f"{path}: the ledger is damaged or was truncated ({told}): put its backup there; "
            f"`sqlite3 {path.name} .recover` saves what can be read"
        )
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return EnvironmentFailure(
            f"{path}: cannot be written: {told}. All that was reported as added is kept: make "
            "room and run the same command again"
        )
    if code == sqlite3.SQLITE_BUSY:
        return EnvironmentFailure(f"{path}: another process has held it for {WAIT:.0f} s")
    return EnvironmentFailure(f"{path}: cannot be used: {told}")

"""Open a store by path or URL; an embedded file is on disk before a commit returns."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from usergap.errors import EnvironmentFailure, InputError
from usergap.study.store import tables
from usergap.study.store.store import Store
from usergap.study.store.writing import QUEUE, WRITE, writing
from usergap.writing import unwritable

_NO_FILE = ("unable to open database file", "attempt to write a readonly database")
THREADS = 40
"""As many as the web app works with; each keeps its connection."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""On disk at each commit (FULL); what is deleted is overwritten (secure_delete)."""


def open_store(place: str | Path, *, create: bool = False) -> Store:
    """The store in the file ``place``, or behind a ``postgresql://`` URL.

    Raises InputError where there is none (and not ``create``), the file is something else or
    may not be written, EnvironmentFailure where a database cannot be reached or its driver is
    missing.
    """
    name = str(place)
    path = None if "://" in name else Path(name)
    if path is not None and not create and not path.is_file():
        raise InputError(f"{path}: expected a study file, found none (make one: usergap study new)")
    try:
        engine = _engine(path, name)
        with writing(engine) as connection:
            _check(connection, name, create=create)
    except (ArgumentError, NoSuchModuleError) as error:
        raise InputError(f"{name}: expected a file or postgresql://..., found: {error}") from error
    except ImportError as error:
        raise EnvironmentFailure(
            f"{name}: needs the driver {error.name} (pip install 'usergap[postgres]')"
        ) from error
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0]
        if path is not None and "not a database" in said:
            raise InputError(f"{path}: expected a study file, found: {said}") from error
        if path is not None and said in _NO_FILE:
            raise InputError(f"{path}: cannot be written: {said}") from error
        raise EnvironmentFailure(f"{_without_password(name)}: {said}") from error
    except OSError as error:
        raise unwritable(name, error) from None
    return Store(engine)


def _without_password(name: str) -> str:
    return make_url(name).render_as_string(hide_password=True) if "://" in name else name


def _engine(path: Path | None, name: str) -> Engine:
    if path is None:
        url = make_url(name)
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_size=10, max_overflow=THREADS, pool_pre_ping=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)  # conversations and answers: for whoever made it alone
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": 30}, pool_size=THREADS, max_overflow=-1
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine.execution_options(**{QUEUE: Lock()})


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where ``_begin`` says
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _check(connection: Connection, name: str, *, create: bool) -> None:
    from sqlalchemy import inspect

    known = set(inspect(connection).get_table_names())
    if "about" not in known:
        if known or not create:
            raise InputError(f"{name}: expected a study database, found other or no tables")
        tables.metadata.create_all(connection)
        connection.execute(tables.about.insert().values(version=tables.VERSION))
    version = connection.execute(select(tables.about.c.version)).scalar_one()
    if version != tables.VERSION:
        raise InputError(
            f"{name}: expected a study database of version {tables.VERSION}, found {version}"
        )

"""A transaction that writes: what it did is on disk when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

WRITE = "usergap_write"
"""Execution option of a connection that will write: it takes SQLite's write lock at once."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are all kept, or none of them."""
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        yield connection

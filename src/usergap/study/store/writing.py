"""A transaction that writes: what it did is on disk when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine

WRITE = "usergap_write"
"""Execution option of a connection that will write: it takes SQLite's write lock at once."""
QUEUE = "usergap_queue"
"""Execution option of an engine: a lock at which this process's writers queue.

SQLite lets one write at a time; who waits asks again after ever longer naps, so that without a
queue of our own a few unlucky requests wait for a long time.
"""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are all kept, or none of them."""
    with (
        engine.get_execution_options().get(QUEUE) or nullcontext(),
        engine.connect().execution_options(**{WRITE: True}) as connection,
        connection.begin(),
    ):
        yield connection

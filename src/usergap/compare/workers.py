"""Cells in threads: the results of one thread in its order, and an end when it is asked for.

Array code lets threads run side by side, and every draw hangs on the seed and the cell's name
alone, so nothing depends on which thread does what. A linear algebra library's own threads
stay out meanwhile: products here are small, and two kinds of threads wait for each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

from usergap.profiles.engines import cores

Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Called with the number of works that are done, and that of all."""

WAKE = 0.2
"""Seconds after which a waiting thread looks up: some systems deliver Ctrl-C only then."""

_here = threading.local()


class StoppedError(Exception):
    """Raised in a worker whose result nobody waits for any more."""


def stop_if_asked() -> None:
    """Ends the work of this thread where its caller has gone; called between chunks of draws."""
    asked: threading.Event | None = getattr(_here, "asked", None)
    if asked is not None and asked.is_set():
        raise StoppedError


def in_threads(
    works: Sequence[Callable[[], Result]],
    jobs: int | None = None,
    *,
    sizes: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """What every work gives, in the order of the works; the largest are begun first.

    ``jobs`` threads at most (None: one a core), so that no more works are in memory. Raises
    what a work raises, the first in order of those that are known by then; the others are
    given up, as they are on Ctrl-C.
    """
    jobs = min(jobs or cores(), len(works))
    told = progress or (lambda _done, _all: None)
    told(0, len(works))
    if jobs <= 1:
        found = []
        for done, work in enumerate(works, start=1):
            found.append(work())
            told(done, len(works))
        return found
    asked = threading.Event()
    pool = ThreadPoolExecutor(jobs, "usergap", initializer=_begin, initargs=(asked,))
    try:
        order = sorted(range(len(works)), key=lambda at: -sizes[at] if sizes else 0)
        places = {pool.submit(works[at]): at for at in order}
        _wait_for(places, told)
        return [future.result() for future in sorted(places, key=places.__getitem__)]
    finally:
        asked.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _wait_for(places: dict[Future[Result], int], told: Progress) -> None:
    waiting = set(places)
    while waiting:
        done, waiting = wait(waiting, WAKE, FIRST_COMPLETED)
        for future in sorted(done, key=places.__getitem__):
            future.result()
        if done:
            told(len(places) - len(waiting), len(places))


def _begin(asked: threading.Event) -> None:
    _here.asked = asked


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Keeps the linear algebra library to one thread, in this process, for as long as it lasts."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield

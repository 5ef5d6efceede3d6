"""The engine of one machine: a pool of processes, or this one where that is faster."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread, current_thread, main_thread

import pyarrow as pa

from usergap.errors import EnvironmentFailure
from usergap.formats.parcels import spelled, unspelled
from usergap.profiles.batch import Plan
from usergap.profiles.engines.engine import BATCH, Measuring, Work, measuring

WORTH_A_POOL = 3000
"""Below this many dialogues, starting processes costs more than it saves."""

AHEAD = 4
"""Works a process that are read and not yet given back."""

_measure: Measuring | None = None


def cores() -> int:
    """Cores that this process may run on: a job of a shared machine is often given some of them."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def processes(jobs: int | None, dialogues: int) -> int:
    """``jobs``; None: as many as there are cores, where so many dialogues are worth it."""
    return jobs or (cores() if dialogues >= WORTH_A_POOL else 1)


@dataclass(frozen=True)
class PoolEngine:
    """``jobs`` processes; None: as many as there are cores, where that pays.

    ``cache``: the folder of rows kept between runs; None keeps none.
    """

    jobs: int | None = None
    cache: Path | None = None

    def run(self, works: Iterable[Work], plan: Plan) -> Iterator[tuple[Work, pa.RecordBatch]]:
        """Each work with its rows, in order. Raises ``EnvironmentFailure`` if a process dies."""
        works = iter(works)
        first = list(islice(works, WORTH_A_POOL // BATCH + 1)) if self.jobs is None else []
        workers = processes(self.jobs, len(first) * BATCH)
        rest = chain(first, works)
        if workers <= 1:
            measure = measuring(plan, self.cache)
            for work in rest:
                yield work, measure(work.dialogues)
            return
        # spawn: the same on Linux, macOS and Windows, and safe beside threads
        with ProcessPoolExecutor(
            workers,
            mp_context=get_context("spawn"),
            initializer=_prepare,
            initargs=(plan, self.cache),
        ) as pool:
            try:
                with _leaving_interrupts():
                    for _ in range(workers):
                        pool.submit(int)  # each starts a process
                yield from _windowed(pool, rest, workers * AHEAD)
            except BrokenProcessPool:
                raise EnvironmentFailure(
                    "a measuring process was ended from outside (out of memory?): run again, "
                    "with fewer --jobs if it was memory"
                ) from None
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _windowed(
    pool: ProcessPoolExecutor, works: Iterable[Work], window: int
) -> Iterator[tuple[Work, pa.RecordBatch]]:
    waiting: deque[tuple[Work, Future[pa.RecordBatch]]] = deque()
    for work in works:
        waiting.append((work, pool.submit(_measured_here, spelled(work.dialogues))))
        while len(waiting) >= window or (waiting and waiting[0][1].done()):
            done, rows = waiting.popleft()
            yield done, rows.result()
    while waiting:
        done, rows = waiting.popleft()
        yield done, rows.result()


@contextmanager
def _leaving_interrupts() -> Iterator[None]:
    """Processes that start in here leave Ctrl-C, which goes to all of them, to this one."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _prepare(plan: Plan, cache: Path | None) -> None:
    global _measure
    _measure = measuring(plan, cache)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Whose parent was killed would wait for work, and hold its memory, for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _measured_here(parcel: bytes) -> pa.RecordBatch:
    if _measure is None:
        raise RuntimeError("a measuring process without a plan")
    return _measure(unspelled(parcel))

"""Cells in threads: order, errors, the end of a run, and the same rows from any number."""

import signal
import threading
import time
from functools import partial

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, flags, labels, profile
from usergap.compare import compare, examine
from usergap.compare.comparison_json import to_json
from usergap.compare.workers import StoppedError, in_threads, one_blas_thread, stop_if_asked
from usergap.dimensions.feedback import FEEDBACK

LONG = 60.0
"""Seconds that nobody waits for."""


def until_stopped(begun, ended):
    begun.set()
    end = time.monotonic() + LONG
    try:
        while time.monotonic() < end:
            stop_if_asked()
            time.sleep(0.005)
    finally:
        ended.set()


@pytest.mark.parametrize("jobs", [1, 3, None])
def test_results_stand_in_the_order_of_the_works(jobs):
    told = []
    works = [partial(lambda at: at * at, at) for at in range(20)]
    found = in_threads(works, jobs, sizes=range(20), progress=lambda *x: told.append(x))
    assert found == [at * at for at in range(20)]
    assert told[0] == (0, 20)
    assert told[-1] == (20, 20)
    assert told == sorted(told)


def test_nothing_to_do():
    assert in_threads([], 3) == []


def test_works_run_side_by_side_and_no_more_than_asked():
    """Three that wait for each other end only if all are under way at once."""
    together = threading.Barrier(3, timeout=LONG)
    lock, under_way, most = threading.Lock(), [0], [0]

    def work():
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        together.wait()
        with lock:
            under_way[0] -= 1

    in_threads([work] * 9, 3)
    assert most == [3]


def test_the_largest_are_begun_first():
    begun, lock = [], threading.Lock()

    def work(at, gate):
        with lock:
            begun.append(at)
        gate.wait(LONG)

    gate = threading.Event()
    opener = threading.Timer(0.2, gate.set)
    opener.start()
    in_threads([partial(work, at, gate) for at in range(4)], 2, sizes=[1, 5, 2, 9])
    assert set(begun[:2]) == {1, 3}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_ends_the_others(jobs):
    begun, ended = threading.Event(), threading.Event()

    def fail():
        if jobs > 1:
            assert begun.wait(LONG)
        raise ValueError("this one")

    start = time.monotonic()
    never = [partial(until_stopped, threading.Event(), threading.Event())] * 5
    with pytest.raises(ValueError, match="this one"):
        in_threads([fail, partial(until_stopped, begun, ended), *never], jobs)
    assert time.monotonic() - start < LONG / 2
    assert ended.is_set() == (jobs > 1)


def test_an_interruption_ends_the_work():
    begun, ended = threading.Event(), threading.Event()

    def interrupt():
        assert begun.wait(LONG)
        signal.raise_signal(signal.SIGINT)

    start = time.monotonic()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" ignores it
    try:
        with pytest.raises(KeyboardInterrupt):
            in_threads([partial(until_stopped, begun, ended), interrupt], 2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.is_set()
    assert time.monotonic() - start < LONG / 2


def test_only_workers_are_stopped():
    stop_if_asked()
    with pytest.raises(StoppedError):
        in_threads([_stopped_here, _stopped_here], 2)


def _stopped_here():
    from usergap.compare import workers

    workers._here.asked = threading.Event()
    workers._here.asked.set()
    stop_if_asked()


def test_linear_algebra_keeps_to_one_thread_and_gets_the_others_back():
    from threadpoolctl import threadpool_info

    def threads():
        return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

    before = threads()
    with one_blas_thread():
        assert set(threads()) <= {1}
    assert threads() == before


def made(name, n, praise, words):
    rng = np.random.default_rng(n)
    rows = []
    for at in range(n):
        praising = int(rng.random() < praise)
        counts = {"explicit_positive": praising, "no_feedback": 3 - praising}
        rows.append(
            {"words": int(rng.poisson(words)), "turns": 3, "domain": f"d{at % 4}",
             **labels(FEEDBACK, 3, **counts), **flags("past")}
        )  # fmt: skip
    return profile(rows, name)


def test_one_worker_and_three_give_the_same_comparison():
    sides = made("real", 80, 0.2, 60), made("one", 60, 0.6, 40), made("two", 70, 0.3, 55)
    told = []
    given = {"by": "domain", "measures": MEASURES, "replicates": 200}
    alone = compare(*sides, **given, jobs=1)
    many = compare(*sides, **given, jobs=3, progress=lambda *x: told.append(x))
    assert to_json(many) == to_json(alone)
    assert told[-1] == (10, 10)  # two simulators, each with its headline and four domains
    looked = [examine(alone, *sides, jobs=jobs) for jobs in (1, 3)]
    assert to_json(looked[1]) == to_json(looked[0])
    assert looked[0].ranking is not None
    assert looked[0].confounds
    assert looked[0].across_domains

"""Fixtures for all rooms."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run of CI: a push is judged by its change, not by luck. New
# examples are drawn everywhere else. No example has a deadline anywhere: on a busy machine
# it says nothing of the code, and speed is what benchmarks state.
settings.register_profile("new examples", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "new examples")

LONGEST_STEP = 600
"""Seconds after which set-up, test or tear-down waits for what will never come."""


def _ends(item: pytest.Item) -> Iterator[None]:
    """Fails what hangs, with a trace of where, before it takes the whole run's time."""

    def stop(*_: object) -> None:
        pytest.fail(f"{item.nodeid} did not end within {LONGEST_STEP} seconds")

    if not hasattr(signal, "SIGALRM"):
        return (yield)
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_STEP)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    return (yield from _ends(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    return (yield from _ends(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    return (yield from _ends(item))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder with real and simulated dialogues for development, or a skip."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("USERGAP_DATA", root / "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip("needs the development data: set USERGAP_DATA to its folder")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _rows_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows that `usergap measure` keeps between runs stay out of the user's cache."""
    os.environ["USERGAP_ROWS"] = str(tmp_path_factory.mktemp("rows"))

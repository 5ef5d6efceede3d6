"""Async code for callers that are not async, also where an event loop runs already."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Found = TypeVar("Found")


def run_sync(run: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
    """What ``run`` gives in the end; in a thread of its own if a loop runs here (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(run())
    found: list[Found] = []
    problems: list[BaseException] = []

    def beside() -> None:
        try:
            found.append(asyncio.run(run()))
        except BaseException as problem:  # noqa: BLE001 - raised again in the caller's thread
            problems.append(problem)

    thread = threading.Thread(target=beside, name="usergap-run")
    thread.start()
    thread.join()
    if problems:
        raise problems[0]
    return found[0]

"""A line on stderr while calls run: done, time left, what was spent, what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usergap.llm import Progress as State


@contextmanager
def calls_bar(what: str) -> Iterator[Callable[[State], None]]:
    """Yields what an asker calls after each call; shows nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _state: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, left="")
        yield lambda state: bar.update(
            task, completed=state.done, total=state.total, left=told(state)
        )


def told(state: State) -> str:
    """The rest of the line: time left, money, failed calls."""
    parts = []
    if state.eta is not None:
        minutes, seconds = divmod(round(state.eta), 60)
        parts.append(f"{minutes}:{seconds:02d} left")
    if state.spent.money:
        parts.append(f"cost {state.spent.money:.4f}")
    if state.incomplete:
        parts.append(f"{state.incomplete} without an answer")
    return ", ".join(parts)

"""A line on stderr while conversations run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usergap.llm import Spent
    from usergap.simulate.running.progress import Progress as State


@contextmanager
def conversations_bar() -> Iterator[Callable[[State, Spent], None]]:
    """Yields what a run calls after each turn; shows nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _state, _spent: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("simulating"), BarColumn(20), MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda state, spent: bar.update(
            task,
            completed=state.done + state.failed,
            total=state.total,
            description=told(state, spent),
        )


def told(state: State, spent: Spent) -> str:
    """The rest of the line: turns, time left, failed conversations, money."""
    parts = [f"{state.turns} turns"]
    if state.eta is not None:
        parts.append(f"{clock(state.eta)} left")
    if state.failed:
        parts.append(f"{state.failed} failed")
    if spent.money:
        parts.append(f"cost {spent.money:.4f}")
    return ", ".join(parts)


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"

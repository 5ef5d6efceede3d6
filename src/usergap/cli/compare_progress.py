"""The bar of ``usergap compare`` and ``power``: how many cells are computed of all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def cells_watched(what: str = "comparing") -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr where somebody watches; what it gives is called with cells done and all."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as Since

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Since())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)

"""The bar of ``usergap measure``: how much of the input is read, and how fast it goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usergap.formats.one_pass import OnePass


@contextmanager
def watched(what: str) -> Iterator[Callable[[OnePass, int], None]]:
    """A bar on stderr where somebody watches: the share of bytes read, dialogues, time left."""
    if not sys.stderr.isatty():
        yield lambda _reading, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    counted = TextColumn("{task.fields[dialogues]:,} dialogues, {task.fields[speed]:,.0f}/s")
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        counted,
        Left(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=None, dialogues=0, speed=0.0)

        def show(reading: OnePass, done: int) -> None:
            at = bar.tasks[task]
            count = at.fields["dialogues"] + done
            speed = count / max(at.elapsed or 0.0, 1e-3)
            bar.update(
                task, completed=reading.place, total=reading.size, dialogues=count, speed=speed
            )

        yield show

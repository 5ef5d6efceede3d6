"""From a file on the command line to a corpus or profile, with progress and remarks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.cli.annotate_sources import Sourcing
    from usergap.cli.kept_rows import KeptRows
    from usergap.dialogues import Corpus, Remark
    from usergap.profiles import Plan, Profile

SHOWN = 10
"""Remarks printed in full per file; the rest are counted by reason."""

WORTH_A_BAR = 500
"""Dialogues from which on measuring may take a second."""


@dataclass(frozen=True)
class Loading:
    """How to read and measure what the command line names."""

    strict: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    jobs: int | None = None
    errors_engine: str = "rules"
    vectors: bool = True
    sourcing: Sourcing | None = None
    kept: KeptRows | None = None

    def plan(self, source: str, corpus: Corpus) -> Plan:
        """What to measure, with the shipped annotators or those that were asked for."""
        from usergap.profiles import default_plan

        plan = default_plan(self.errors_engine, self.vectors)  # type: ignore[arg-type]
        if self.sourcing is None:
            return plan
        measures = (*plan.measures, *self.sourcing.measures(source))
        return replace(plan, annotators=self.sourcing.annotators(source, corpus), measures=measures)

    def corpus(self, source: str) -> Corpus:
        """Read dialogues; every dropped or repaired row is a line on stderr."""
        from usergap.formats import read
        from usergap.profiles import is_profile

        if is_profile(source):
            raise InputError(f"{source}: expected dialogues, found a profile, which holds no text")
        corpus = read(source, strict=self.strict, columns=self.columns or None)
        show_remarks(corpus.reading.remarks, corpus.reading.path)
        return corpus

    def profile(self, source: str) -> Profile:
        """Read a profile, or read dialogues and measure them."""
        from usergap.profiles import is_profile, measure_corpus, read_profile

        if is_profile(source):
            return read_profile(source)
        corpus = self.corpus(source)
        plan = self.plan(source, corpus)
        if self.sourcing is not None and self.sourcing.single_process:  # its calls take the time
            with self.sourcing.watched(corpus.name):
                return measure_corpus(corpus, plan, jobs=1)
        # labels from elsewhere may go by ids, or change without a version of their own
        cache = self.kept.folder if self.kept is not None and self.sourcing is None else None
        with progress(f"measuring {corpus.name}", len(corpus)) as advance:
            return measure_corpus(corpus, plan, self.jobs, progress=advance, cache=cache)


def show_remarks(remarks: Sequence[Remark], path: str) -> None:
    """Print what was dropped or repaired: the first few in full, then counts."""
    for remark in remarks[:SHOWN]:
        sys.stderr.write(f"{remark}\n")
    rest = Counter((remark.dropped, remark.reason) for remark in remarks[SHOWN:])
    for (dropped, reason), count in rest.most_common():
        did = "dropped" if dropped else "repaired"
        sys.stderr.write(f"{path}: {count} more {did}: {reason}\n")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on stderr where the work takes a while and somebody watches; None: nobody knows."""
    if (total is not None and total < WORTH_A_BAR) or not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)

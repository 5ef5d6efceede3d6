"""``Runs``: numbers that come in any order and leave sorted, in memory that does not grow.

External merge sort (Knuth, The Art of Computer Programming 3, section 5.4): runs are sorted in
memory, written to a file without a name, and merged a block of each at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import numpy as np

from usergap.profiles.grouping.merging import Block, Numbers, Rows, RunFile, in_order, merged

RUN = 1 << 20
"""Numbers in a run: what is held before it is sorted and written."""

_NO_ROWS = np.empty(0, np.uint32)


class Spill:
    """Where runs are written, and what closes all of them.

    ``folder``: of the files, which have no name there and vanish with the process, however it
    ends; None: the system's folder for such files. ``run``: numbers in a run.
    """

    def __init__(self, folder: Path | None = None, run: int = RUN) -> None:
        self.folder, self.run = folder, run
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._opened.close()

    def runs(self, *, rows: bool = False) -> Runs:
        """An empty collection; ``rows``: one that carries a row with each number."""
        made = Runs(self.folder, self.run, rows=rows)
        self._opened.callback(made.close)
        return made


class Runs:
    """Numbers (uint64), each with a row (uint32) where ``rows``, to be had in order.

    What fits one run never touches the disk. Raises ``OSError`` where the disk is full.
    """

    def __init__(self, folder: Path | None, run: int, *, rows: bool) -> None:
        self._folder, self._run, self._rows = folder, run, rows
        self._file: RunFile | None = None
        self._fresh: list[Block] = []
        self._waiting = 0

    def add(self, numbers: Numbers, rows: Rows = _NO_ROWS) -> None:
        """Take numbers that come next, and their rows."""
        for at in range(0, len(numbers), self._run):
            piece = slice(at, at + self._run)
            self._fresh.append((numbers[piece], rows[piece]))
            self._waiting += len(self._fresh[-1][0])
            if self._waiting >= self._run:
                self._write()

    def blocks(self) -> Iterator[Block]:
        """All numbers in ascending order, block after block; may be asked for again."""
        if self._file is None:
            if self._waiting:
                self._fresh = [in_order(self._fresh)]
                yield self._fresh[0]
            return
        if self._waiting:
            self._write()
        yield from merged(self._file)

    def distinct(self) -> Iterator[Numbers]:
        """The different numbers in ascending order, block after block."""
        before: np.uint64 | None = None
        for numbers, _ in self.blocks():
            fresh = np.ones(len(numbers), bool)
            fresh[1:] = numbers[1:] != numbers[:-1]
            fresh[0] = before is None or numbers[0] != before
            before = numbers[-1]
            if fresh.any():
                yield numbers[fresh]

    def close(self) -> None:
        """Forget everything and give the disk back."""
        self._fresh, self._waiting = [], 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self) -> None:
        if self._file is None:
            self._file = RunFile(self._folder, rows=self._rows)
        self._file.append(in_order(self._fresh))
        self._fresh, self._waiting = [], 0

"""Sorted runs in one file without a name, and their merge."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MERGED = 1 << 22
"""Numbers held while runs are merged, shared between them."""

LEAST = 1 << 10
"""Numbers of a run that are held at the least, however many runs there are."""

Numbers = NDArray[np.uint64]
Rows = NDArray[np.uint32]
Block = tuple[Numbers, Rows]
"""Numbers with their rows; rows are empty where numbers carry none."""


def in_order(parts: Sequence[Block]) -> Block:
    """All parts as one block in ascending order of numbers."""
    numbers = np.concatenate([each[0] for each in parts])
    rows = np.concatenate([each[1] for each in parts])
    if not rows.size:
        numbers.sort()
        return numbers, rows
    order = np.argsort(numbers)
    return numbers[order], rows[order]


class RunFile:
    """Runs one after the other: the numbers of each, then its rows where there are ``rows``.

    The file has no name, so that the system removes it when the process ends, however it does.
    """

    def __init__(self, folder: Path | None, *, rows: bool) -> None:
        self.ends = [0]
        self._width = 12 if rows else 8
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".usergap-")  # noqa: SIM115

    def append(self, run: Block) -> None:
        """Write a sorted run behind the others."""
        self._file.seek(self.ends[-1] * self._width)
        for part in run:
            self._file.write(part.data)
        self.ends.append(self.ends[-1] + len(run[0]))

    def read(self, run: int, at: int, count: int) -> Block:
        """``count`` numbers of a run, from its number ``at`` on, and their rows."""
        start = self.ends[run] * self._width
        numbers = self._part(start + at * 8, count * 8)
        if self._width == 8:
            return np.frombuffer(numbers, np.uint64), np.empty(0, np.uint32)
        behind = start + (self.ends[run + 1] - self.ends[run]) * 8
        rows = self._part(behind + at * 4, count * 4)
        return np.frombuffer(numbers, np.uint64), np.frombuffer(rows, np.uint32)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def _part(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)


def merged(file: RunFile) -> Iterator[Block]:
    """All runs of ``file`` as one, in ascending order of numbers, block after block.

    A part of each run is held. All that is not above the least of their last numbers comes
    before everything that is not held yet, so it is sorted and handed over.
    """
    runs = len(file.ends) - 1
    held = max(LEAST, MERGED // runs)
    heads = [_Head(file, run, held) for run in range(runs)]
    first = np.array([head.numbers[0] for head in heads])
    last = np.array([head.numbers[-1] for head in heads])
    more = np.array([head.more for head in heads])
    left = np.ones(runs, bool)
    while left.any():
        open_ended = left & more
        bound = last[open_ended].min() if open_ended.any() else last[left].max()
        parts = []
        for run in np.flatnonzero(left & (first <= bound)):
            head = heads[run]
            parts.append(head.take(bound))
            left[run], more[run] = bool(head.numbers.size), head.more
            if left[run]:
                first[run], last[run] = head.numbers[0], head.numbers[-1]
        yield in_order(parts)


class _Head:
    """The part of a run that is held."""

    def __init__(self, file: RunFile, run: int, held: int) -> None:
        self._file, self._run, self._held = file, run, held
        self._left = file.ends[run + 1] - file.ends[run]
        self._at = 0
        self.numbers: Numbers = np.empty(0, np.uint64)
        self.rows: Rows = np.empty(0, np.uint32)
        self._fill()

    @property
    def more(self) -> bool:
        """Whether numbers of the run are not held yet."""
        return self._left > 0

    def take(self, bound: np.uint64) -> Block:
        """Hand over what is not above ``bound``, and hold what follows."""
        count = int(np.searchsorted(self.numbers, bound, side="right"))
        found = self.numbers[:count], self.rows[:count]
        self.numbers, self.rows = self.numbers[count:], self.rows[count:]
        if self.more and self.numbers.size <= self._held // 2:
            self._fill()
        return found

    def _fill(self) -> None:
        count = min(self._held - self.numbers.size, self._left)
        numbers, rows = self._file.read(self._run, self._at, count)
        self._at, self._left = self._at + count, self._left - count
        self.numbers = np.concatenate([self.numbers, numbers])
        self.rows = np.concatenate([self.rows, rows])

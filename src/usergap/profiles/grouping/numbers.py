"""``Groups``: the number of each row's group, a stretch of rows at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.profiles.grouping.runs import Runs, Spill
from usergap.profiles.grouping.stars import halves, packed

MOST = 2**31 - 1
"""Dialogues in one profile at the most: its rows and groups are numbered in 32 bits."""

_POSITION, _ASKING, _LOW = np.uint64(33), np.uint64(1 << 32), np.uint64((1 << 32) - 1)


class Groups:
    """Groups of ``rows`` rows, numbered from 0 in order of first appearance.

    ``stars``: linked rows, each packed with the least row of its group. ``largest``: rows in
    the largest group.
    """

    def __init__(self, rows: int, stars: Runs, spill: Spill) -> None:
        self._numbered, linked = _numbered(stars, spill)
        self.rows, self.largest = rows, max(linked, min(rows, 1))
        self._blocks = self._numbered.distinct()
        self._held = np.empty(0, np.uint64)
        self._at = 0
        self._linked = 0  # rows before ``_at`` that are not the first of their group

    def take(self, count: int) -> NDArray[np.int32]:
        """The groups of the ``count`` rows that come next."""
        end = self._at + count
        row, number = halves(self._before(end))
        later = np.zeros(count, np.int64)
        later[row - self._at] = 1
        # a first row's number: how many first rows there are before it
        found = np.arange(self._at, end) - self._linked - np.cumsum(later)
        found[row - self._at] = number
        self._at, self._linked = end, self._linked + row.size
        return found.astype(np.int32)

    def close(self) -> None:
        """Give the disk back."""
        self._blocks.close()  # type: ignore[attr-defined]
        self._numbered.close()

    def _before(self, end: int) -> NDArray[np.uint64]:
        """The numbers, taken once, of rows before ``end``."""
        bound = np.uint64(end) << np.uint64(32)
        parts = []
        while True:
            count = int(np.searchsorted(self._held, bound))
            parts.append(self._held[:count])
            self._held = self._held[count:]
            if self._held.size:
                return np.concatenate(parts)
            block = next(self._blocks, None)
            if block is None:
                return np.concatenate(parts)
            self._held = block


def _numbered(stars: Runs, spill: Spill) -> tuple[Runs, int]:
    """Linked rows, each packed with the number of its group; and the rows of the largest group.

    The number of a group is its first row less the linked rows before that. Both lie in one
    sorted row of events: (row, 0, 0) for a linked row, (first row, 1, row) to ask for a number.
    """
    events, found = spill.runs(), spill.runs()
    for block in stars.distinct():
        row, first = (each.astype(np.uint64) for each in halves(block))
        events.add(row << _POSITION)
        events.add((first << _POSITION) | _ASKING | row)
    linked, largest, first_before, size = 0, 0, -1, 1
    for block, _ in events.blocks():
        asking = (block & _ASKING) != 0
        passed = linked + np.cumsum(~asking)
        linked = int(passed[-1])
        if not asking.any():
            continue
        first = (block[asking] >> _POSITION).astype(np.int64)
        row = (block[asking] & _LOW).astype(np.uint32)
        found.add(packed(row, (first - passed[asking]).astype(np.uint32)))
        firsts, sizes = np.unique(first, return_counts=True)
        sizes += 1  # the first row itself
        if firsts[0] == first_before:
            sizes[0] += size - 1
        first_before, size = int(firsts[-1]), int(sizes[-1])
        largest = max(largest, int(sizes.max()))
    events.close()
    return found, largest

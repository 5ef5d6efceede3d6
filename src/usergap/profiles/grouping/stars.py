"""Connected components of more links than fit in memory.

Two steps in turn, each one sort of all links, until nothing moves (Kiveris, Lattanzi, Mirrokni,
Rastogi and Vassilvitskii 2014, "Connected Components in MapReduce and Beyond", large-star and
small-star). Every component ends as a star around its least row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from usergap.profiles.grouping.merging import Numbers, Rows
from usergap.profiles.grouping.runs import Runs, Spill

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def packed(high: Rows, low: Rows) -> Numbers:
    """Two rows as one number, ordered by the first of them."""
    return (high.astype(np.uint64) << _HALF) | low


def halves(numbers: Numbers) -> tuple[Rows, Rows]:
    """The two rows of each number."""
    return (numbers >> _HALF).astype(np.uint32), (numbers & _LOW).astype(np.uint32)


def stars(links: Runs, spill: Spill) -> Runs:
    """Each row that is linked to a lesser one, packed with the least row of its component.

    ``links``: pairs of rows, ``packed`` with the greater one first; they are used up.
    """
    while True:
        outward, moved = _outward(links, spill)
        links.close()
        links, moved_again = _inward(outward, spill)
        outward.close()
        if not (moved or moved_again):
            return links


def _outward(links: Runs, spill: Spill) -> tuple[Runs, bool]:
    """Large-star: link every greater neighbour of a row to the least row beside it."""
    both, found, moved = spill.runs(), spill.runs(), False
    for block in links.distinct():
        both.add(block)
        high, low = halves(block)
        both.add(packed(low, high))
    for row, beside, least in _with_least(both):
        greater = beside > row
        nearest = np.minimum(least, row)[greater]
        moved = moved or bool((nearest != row[greater]).any())
        found.add(packed(beside[greater], nearest))
    both.close()
    return found, moved


def _inward(links: Runs, spill: Spill) -> tuple[Runs, bool]:
    """Small-star: link a row and its lesser neighbours to the least of those."""
    found, moved = spill.runs(), False
    for row, beside, least in _with_least(links):
        other = beside != least
        moved = moved or bool(other.any())
        found.add(packed(np.where(other, beside, row), least))
    return found, moved


def _with_least(links: Runs) -> Iterator[tuple[Rows, Rows, Rows]]:
    """Rows, one beside each, and the least that is beside the row, in order of rows."""
    row_before, least_before = None, np.uint32(0)
    for block in links.distinct():
        row, beside = halves(block)
        starts = np.ones(len(row), bool)
        starts[1:] = row[1:] != row[:-1]
        least = beside[starts][np.cumsum(starts) - 1]
        if row_before is not None and row[0] == row_before:
            least[row == row_before] = least_before
        row_before, least_before = row[-1], least[-1]
        yield row, beside, least

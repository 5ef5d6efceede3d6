"""A statistic: one measure over two sides, computable for any draw of blocks."""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

from usergap.compare.draws import Chunk
from usergap.compare.sides import Floats

Collected = tuple[NDArray[Any], ...]
"""Arrays with one row per replicate."""


class Statistic(Protocol):
    """Turns weights of blocks into distances."""

    def keeping(self) -> Statistic:
        """The same, collecting also what its interval is made from."""

    def collect(self, chunk: Chunk) -> Collected:
        """What the distances (and intervals) are made from, one row per replicate."""

    def distances(self, collected: Collected) -> Floats:
        """One distance per replicate; NaN where a replicate has nothing on a side."""

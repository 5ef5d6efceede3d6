"""A statistic: one measure over two sides, computable for any draw of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
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


def replicate(
    chunks: Iterable[Chunk], statistics: Mapping[str, Statistic]
) -> Mapping[str, Collected]:
    """Collect every statistic over all chunks; each chunk's weights serve them all."""
    found: dict[str, list[Collected]] = {name: [] for name in statistics}
    for chunk in chunks:
        for name, statistic in statistics.items():
            found[name].append(statistic.collect(chunk))
    return {
        name: tuple(np.concatenate(parts) for parts in zip(*pieces, strict=True))
        for name, pieces in found.items()
    }

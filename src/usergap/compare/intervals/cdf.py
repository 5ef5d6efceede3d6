"""Distribution functions in few blocks, so that a Wasserstein interval stays cheap.

W1 = Σ_j gap_j |F_j − G_j| over thousands of pooled values. The interval (not the
distance) may work on sums over runs of neighbouring values: Σ_j gap_j (F_j − G_j)
per block, weights 1. Blocks of equal expected noise keep lone values of a heavy
tail apart and merge the crowded middle, where neighbours move together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.compare.intervals.inversion import Floats

BLOCKS = 64


def cdf_blocks(
    below_real: Floats,
    below_simulated: Floats,
    gaps: Floats,
    groups: tuple[int, int],
    blocks: int = BLOCKS,
) -> NDArray[np.intp]:
    """Where each block starts among the k gaps, at most ``blocks`` of them.

    ``below_real, below_simulated (k,)``: both distribution functions at the pooled
    sorted values but the last; ``gaps (k,)``: spacing to the next value; ``groups``:
    independent units on each side. Noise at a value is √(F(1−F)/n + G(1−G)/m).
    """
    if gaps.size <= blocks:
        return np.arange(gaps.size)
    n, m = groups
    variance = below_real * (1 - below_real) / n + below_simulated * (1 - below_simulated) / m
    noise = gaps * np.sqrt(np.maximum(variance, 0.0))
    if not noise.sum() > 0:
        return np.zeros(1, np.intp)
    after = np.cumsum(noise) / noise.sum() * max(1, blocks // 2)
    mark = np.minimum(np.floor(after * (1 - 1e-12)), max(1, blocks // 2) - 1)
    crosses = np.diff(mark, prepend=0.0) > 0
    # A gap that crosses a mark stands alone: it is where a tail's lone values are.
    crosses |= np.concatenate([[True], crosses[:-1]])
    return np.flatnonzero(crosses)


def block_sums(differences: Floats, gaps: Floats, starts: NDArray[np.intp]) -> Floats:
    """Σ gap·(F − G) over each block: differences (..., k) to (..., blocks)."""
    return np.asarray(np.add.reduceat(differences * gaps, starts, axis=-1))

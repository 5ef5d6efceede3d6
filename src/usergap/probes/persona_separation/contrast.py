"""Contrast: similarity of two dialogues of one persona minus that of two of several."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats, Statistic


def contrast_difference(
    near: Floats, persona: NDArray[np.int64], block: NDArray[np.int64]
) -> Statistic:
    """The simulated side's contrast minus the real side's; 0 where personas differ alike.

    A difference of U-statistics over pairs of different groups, so that a group's copies in
    a resample are not held against themselves.
    """
    other = block[:, None] != block[None, :]
    same = (persona[:, None] == persona[None, :]) & other
    parts = [(near * mask, mask.astype(float)) for mask in (same, other & ~same)]

    def contrast(weights: Floats) -> Floats:
        means = []
        for total, count in parts:
            n = ((weights @ count) * weights).sum(axis=1)
            held = ((weights @ total) * weights).sum(axis=1)
            means.append(np.where(n > 0, held / np.where(n > 0, n, 1), np.nan))
        return np.asarray(means[0] - means[1])

    return lambda real, simulated: np.asarray(contrast(simulated) - contrast(real))

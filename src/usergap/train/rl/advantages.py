"""Advantages within groups, without the replies whose reward is missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LEAST = 1e-4
"""Added to a group's SD, as in trl: a group whose rewards hardly differ teaches hardly."""


def group_advantages(rewards: Floats) -> Floats:
    """(r - mean) / SD of each row's known rewards (Shao et al. 2024, arXiv 2402.03300, eq. 4).

    ``rewards``: groups × replies, NaN for a missing one. Its advantage is NaN as well: it
    takes no part in its group's mean and SD, and none in learning. So is that of a
    group with fewer than two known rewards, which has nothing to be compared with.
    SD with n - 1, as in trl.
    """
    known = np.isfinite(rewards)
    count = known.sum(axis=1, keepdims=True)
    mean = np.where(known, rewards, 0.0).sum(axis=1, keepdims=True) / np.maximum(count, 1)
    apart = np.where(known, rewards - mean, 0.0)
    spread = np.sqrt((apart**2).sum(axis=1, keepdims=True) / np.maximum(count - 1, 1))
    return np.where(known & (count > 1), apart / (spread + _LEAST), np.nan)

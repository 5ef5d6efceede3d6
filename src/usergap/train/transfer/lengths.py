"""What of a gain a policy gets by the length of its replies alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EDGES = (3, 6, 10, 16, 25)
"""Words from which on a reply falls into the next class of length."""


def reweighted(rewards: Floats, words: Floats, wanted: Floats) -> float:
    """Mean of ``rewards`` with their replies weighed to have the lengths of ``wanted``.

    ``words``: lengths of the rewarded replies, in the shape of ``rewards``. Weights are
    ratios of shares of classes of length (DiNardo, Fortin and Lemieux 1996); a class in which
    no reply is rewarded is left out of ``wanted``. NaN where nothing is left.
    """
    known = np.isfinite(rewards)
    classes = np.digitize(words[known], EDGES)
    aim = np.bincount(np.digitize(wanted.ravel(), EDGES), minlength=len(EDGES) + 1)
    held = np.bincount(classes, minlength=len(EDGES) + 1)
    aim = np.where(held > 0, aim, 0)
    if not aim.sum():
        return float("nan")
    weight = (aim / np.maximum(held, 1))[classes]
    return float((weight * rewards[known]).sum() / weight.sum())

"""From scores and thresholds to labels: several labels, or the rest label alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def decode(
    scores: npt.NDArray[np.float32], thresholds: npt.NDArray[np.float32], rest: int
) -> npt.NDArray[np.bool_]:
    """(units, labels) of yes/no; every unit has a label, ``rest`` only alone.

    A label is given where its score exceeds its threshold. Where the rest label
    exceeds its own by more than any other does, it stands alone; where nothing
    exceeds, the label that comes nearest is given.
    """
    margin = scores - thresholds
    given = margin > 0
    best = margin.argmax(axis=1)
    units = np.arange(len(margin))
    given[units, best] = True
    given[best == rest] = False
    given[:, rest] = best == rest
    return given

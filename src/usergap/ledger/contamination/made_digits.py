"""Digits made by rule: 8 × 8 pictures of ten strokes, shifted, blurred and noisy.

They stand in for a digits data set, so that the hidden-trait self-test needs no download
and no further library.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SEGMENTS = (
    "abcdef",
    "bc",
    "abged",
    "abgcd",
    "fgbc",
    "afgcd",
    "afgedc",
    "abc",
    "abcdefg",
    "abcdfg",
)
"""Lit segments of 0 to 9 on a seven-segment display."""
_CELLS = {
    "a": (slice(0, 1), slice(0, 4)),
    "b": (slice(0, 4), slice(3, 4)),
    "c": (slice(3, 7), slice(3, 4)),
    "d": (slice(6, 7), slice(0, 4)),
    "e": (slice(3, 7), slice(0, 1)),
    "f": (slice(0, 4), slice(0, 1)),
    "g": (slice(3, 4), slice(0, 4)),
}
NOISE = 0.25
"""SD of what is added to each pixel, whose strokes are 1."""


def digits(number: int, seed: int) -> tuple[Floats, Ints]:
    """``number`` pictures (number, 64) with values around 0 to 1, and their digits."""
    rng = np.random.default_rng([seed, 8])
    labels = rng.integers(0, 10, number)
    found = np.zeros((number, 8, 8))
    for place, label in enumerate(labels.tolist()):
        down, right = rng.integers(0, 2), rng.integers(0, 5)
        for segment in _SEGMENTS[label]:
            rows, columns = _CELLS[segment]
            found[place, down : down + 7, right : right + 4][rows, columns] = rng.uniform(0.7, 1)
    found += rng.normal(0, NOISE, found.shape)
    return found.reshape(number, 64), labels

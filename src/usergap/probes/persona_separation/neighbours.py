"""Retrieval and silhouettes from similarities, never within one group of dialogues."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats

TIE = 1e-9


def hits(near: Floats, persona: NDArray[np.int64], block: NDArray[np.int64]) -> Floats:
    """Per dialogue whether its nearest one of another group is of its persona (n,).

    Ties share. NaN where no other group holds the persona.
    """
    other = block[:, None] != block[None, :]
    same = (persona[:, None] == persona[None, :]) & other
    ranked = np.where(other, near, -np.inf)
    nearest = ranked >= ranked.max(axis=1, keepdims=True) - TIE
    nearest &= other
    count = nearest.sum(axis=1)
    found = (nearest & same).sum(axis=1) / np.where(count > 0, count, 1)
    return np.where(same.any(axis=1), found, np.nan)


def silhouettes(near: Floats, persona: NDArray[np.int64], block: NDArray[np.int64]) -> Floats:
    """(b - a) / max(a, b) per dialogue with distances 1 - similarity (Rousseeuw 1987), (n,).

    a: mean distance to its persona in other groups; b: the least mean distance to another
    persona there. NaN where either is missing.
    """
    other = (block[:, None] != block[None, :]).astype(float)
    far = (1 - near) * other
    member = (persona[:, None] == np.arange(int(persona.max()) + 1)).astype(float)
    held = other @ member
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(held > 0, (far @ member) / np.where(held > 0, held, 1), np.nan)
    own = member > 0
    a = np.where(own, mean, np.nan)[own]
    rivals = np.where(own | np.isnan(mean), np.inf, mean)
    b = rivals.min(axis=1)
    larger = np.maximum(a, b)
    known = np.isfinite(a) & np.isfinite(b)
    with np.errstate(invalid="ignore"):
        found = np.where(larger > 0, (b - a) / np.where(larger > 0, larger, 1), 0.0)
    return np.where(known, found, np.nan)

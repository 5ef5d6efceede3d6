"""Injected generator error: labels made wrong at random, by class, or by style."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from usergap.errors import InputError
from usergap.ledger.sweep.units import Ints

Kind = Literal["random", "class", "style"]
KINDS: Final[tuple[Kind, ...]] = ("random", "class", "style")


def corrupted(codes: Ints, lengths: Ints, eta: float, kind: Kind, classes: int, seed: int) -> Ints:
    """``codes`` with round(η · n) of them wrong; more η makes the same ones wrong and others.

    ``random``: any turns, each to any other label. ``class``: whole classes one after the
    other, each taken for one fixed other label. ``style``: the longest turns first, each
    class taken for one fixed other label. Raises InputError for η outside [0, 1].
    """
    if not 0 <= eta <= 1:
        raise InputError(f"error rate: expected a share from 0 to 1, found {eta}")
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    lot = rng.permutation(len(codes))
    step = rng.integers(1, classes, len(codes))  # another label than the turn's own
    turn = rng.permutation(classes)
    if kind != "random":
        other = np.empty(classes, np.int64)
        other[turn] = np.roll(turn, 1)
        step = other[codes] - codes
    order = {
        "random": lot,
        "class": np.lexsort((lot, np.argsort(turn)[codes])),
        "style": np.lexsort((lot, -lengths)),
    }[kind]
    wrong = order[: round(eta * len(codes))]
    found = codes.copy()
    found[wrong] = (codes[wrong] + step[wrong]) % classes
    return found

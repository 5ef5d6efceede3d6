"""Draws of whole dialogues: what is judged per dialogue needs gold for all of its turns."""

from __future__ import annotations

from collections import Counter

import numpy as np

from usergap.annotators.sampling.drawing import Drawn, draw
from usergap.annotators.sampling.units import Units


def whole_dialogues(units: Units, n: int, seed: int) -> Drawn:
    """Draw ``n`` dialogues (all, if there are no more) with every turn of theirs.

    A dialogue has the rarest stratum and the closest call of its turns. Each turn's
    inclusion probability is its dialogue's. Raises ``InputError``.
    """
    counts = Counter(units.strata)
    turns: dict[int, list[int]] = {}
    for at, (row, _) in enumerate(units.places):
        turns.setdefault(row, []).append(at)
    own = list(turns.values())
    strata = [min((units.strata[at] for at in one), key=lambda x: (counts[x], x)) for one in own]
    closest = np.array([units.uncertainty[one].max() for one in own])
    drawn = draw(strata, closest, n, seed, [units.domains[one[0]] for one in own])
    inclusion = np.zeros(len(units.places))
    for one, share in zip(own, drawn.inclusion.tolist(), strict=True):
        inclusion[one] = share
    places = [at for dialogue in drawn.units.tolist() for at in own[dialogue]]
    return Drawn(np.array(places, np.int64), inclusion)

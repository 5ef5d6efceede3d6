"""Closeness from few groups: how often it would be claimed at a true gap of one margin.

Shipped margins are narrower than what chance shows at a few dozen groups, so that the
table over gaps and n never claims closeness there. Who sets a wider one asks more of small
samples: here the margin is 1.25 or 2 times the floor's 95 % point at each n, the
population lies exactly one margin away, and closeness is claimed by the interval alone,
and by the verdict, which wants ``FEWEST_CLOSE`` groups and room for heavy tails.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.calibration.resampled import Resampler
from benchmarks.calibration.verdicts import directions
from usergap.compare import Verdict
from usergap.dimensions import MEASURES
from usergap.profiles import Profile

FEW = "verdicts of few"
SIZES = (5, 10, 20, 50, 100)
WIDTHS = (1.25, 2.0)


def run(
    profile: Profile, measure: str, n: int, runs: int, seed: int, replicates: int = 300
) -> dict[str, Any]:
    """One measure at one n, over margins and directions that people's own dialogues reach."""
    source = Resampler.of(profile, measure)
    people, ways = directions(source.people, MEASURES[measure].kind)
    rng = np.random.default_rng([seed, n])
    drawn = (rng.multinomial(n, people.even, 2000).astype(float) for _ in range(2))
    chance = float(np.quantile(people.distances(*drawn), 0.95))
    cells = []
    for width in WIDTHS:
        for way in ways:
            shares = people.planted(way, width * chance)
            if shares is None:
                continue
            margin, alone, close = width * chance, 0, 0
            for _ in range(runs):
                tables = source.draw(rng, n), source.draw(rng, n, shares)
                draft = source.draft(*tables, seed=int(rng.integers(2**31)), replicates=replicates)
                ends = (draft.high, draft.floor95)
                alone += all(end is not None and end < margin for end in ends)
                close += draft.row(draft.p, None, margin).verdict is Verdict.CLOSE
            counts = {"runs": runs, "alone": alone, "close": close}
            cells.append({"way": way, "margin": margin, "width": width, **counts})
    return {"kind": FEW, "measure": measure, "n": n, "replicates": replicates, "cells": cells}

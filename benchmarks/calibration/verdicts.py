"""Error rates of the verdicts, over true gaps from none to three margins.

Populations lie a known distance apart (see ``usergap.compare.power.population``); two
samples of n groups go through one cell of the engine's comparison and get its
verdict. Gaps lie along two kinds of direction in turn: one label (fewer, in a number)
and many labels at once (more, in a number), since what is hard for an interval
depends on where the gap is.

Two promises: P(close | the true gap is a margin or more) and P(differs | there is
no gap) are at most 5 %. A row is judged with its own p, as if it were alone, which is
the harder case for the second promise; ``found`` is the share of *differs* when it
must hold against nine other measures (the first step of Holm).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.resampled import Resampler
from usergap.compare import Verdict
from usergap.compare.power.population import Population
from usergap.dimensions import MEASURES, Kind
from usergap.profiles import Profile

GAPS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
SIZES = (20, 50, 100, 200, 500, 1000)
TESTS = len(MEASURES)
EDGE = "verdicts at the edge"
"""Many runs at the two gaps that the promises are about: none, and exactly one margin."""


def directions(people: Population, kind: Kind) -> tuple[Population, tuple[str, ...]]:
    """Two directions: as they come for numbers and vectors, one and many labels else."""
    if kind in (Kind.NUMBER, Kind.VECTORS):
        return people, tuple(people.scores)[:2]
    first = next(iter(people.scores))
    signs = np.resize([1.0, -1.0], len(people.scores))
    mixed = np.stack(list(people.scores.values())).T @ signs
    scores = {"one label": people.scores[first], "many labels": mixed / mixed.std()}
    return replace(people, scores=scores), tuple(scores)


def run(
    profile: Profile,
    measure: str,
    margin: float,
    n: int,
    runs: int,
    seed: int,
    replicates: int = 400,
    gaps: tuple[float, ...] = GAPS,
    kind: str = "verdicts",
) -> dict[str, Any]:
    """One measure at one n: shares of the verdicts at each gap and direction."""
    source = Resampler.of(profile, measure)
    people, ways = directions(source.people, MEASURES[measure].kind)
    cells = []
    for gap in gaps:
        for way in ways if gap else ways[:1]:
            shares = people.planted(way, gap * margin)
            if shares is None:
                continue
            rng = np.random.default_rng([seed, n, round(10 * gap), ways.index(way)])
            part = runs if gap == 0 else runs // 2
            cells.append(
                {
                    "gap": gap,
                    "way": way,
                    **_judged(source, shares, margin, n, part, rng, replicates),
                }
            )
    return {
        "kind": kind,
        "measure": measure,
        "margin": margin,
        "n": n,
        "replicates": replicates,
        "cells": cells,
    }


def _judged(
    source: Resampler,
    shares: NDArray[np.float64],
    margin: float,
    n: int,
    runs: int,
    rng: np.random.Generator,
    replicates: int,
) -> dict[str, Any]:
    counts = dict.fromkeys(("differs", "close", "cannot tell", "undefined", "found"), 0)
    covered = 0
    truth = source.people.distance(shares)
    for _ in range(runs):
        tables = source.draw(rng, n), source.draw(rng, n, shares)
        draft = source.draft(*tables, seed=int(rng.integers(2**31)), replicates=replicates)
        counts[str(draft.row(draft.p, None, margin).verdict)] += 1
        held = None if draft.p is None else min(1.0, TESTS * draft.p)
        counts["found"] += draft.row(held, None, margin).verdict is Verdict.DIFFERS
        if draft.low is not None and draft.high is not None:
            covered += draft.low - 1e-9 <= truth <= draft.high + 1e-9
    return {"runs": runs, **counts, "covered": covered}

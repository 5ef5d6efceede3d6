"""Power by the real test: the gap that ``usergap power`` promises at each n, tested.

``detectable`` names the gap that n groups a side find with probability .8. Here two
samples with exactly that gap are drawn again and again and go through the engine's
permutation test: its share of p <= .05 (p <= .005 where the gap must hold against
nine other measures, the first step of Holm) must be near .8. A second table plants
gaps that ``detectable`` never looked at, numbers that are all shifted or all scaled,
and runs whole comparisons.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.calibration.resampled import Resampler
from usergap.compare.draws import Chunk
from usergap.compare.permutation import p_value, permutations
from usergap.compare.power.population import Population, population
from usergap.compare.power.search import detectable
from usergap.compare.sides import Sides
from usergap.dimensions import MEASURES, Kind
from usergap.profiles import Profile

Floats = NDArray[np.float64]
SIZES = (20, 50, 100, 200, 500, 1000)
TESTS = len(MEASURES)
WANTED = 0.8
REPLICATES = {1: 199, TESTS: 999}
"""Permutations with which p = .05, and .05 / tests, can be reached exactly."""


def run(
    profile: Profile, measure: str, n: int, runs: int, seed: int, tests: int = 1
) -> dict[str, Any]:
    """One cell: the detectable gap and how often the engine's test finds it."""
    answer = detectable(profile, measure, n, tests=tests)
    replicates = REPLICATES[tests]
    cell = {"kind": "power", "measure": measure, "n": n, "tests": tests, "replicates": replicates}
    if answer is None or not runs:
        return cell | {"gap": answer and answer.gap, "runs": 0}
    people = population(profile, MEASURES[measure])
    shares = people.planted(answer.direction, answer.gap)
    if shares is None:
        raise RuntimeError(f"{measure}: {answer} is beyond reach")
    rng = np.random.default_rng(seed)
    p = [_test(people, shares, n, rng, seed + at, replicates) for at in range(runs)]
    return cell | {
        "gap": answer.gap,
        "direction": answer.direction,
        "runs": runs,
        "power": float((np.array(p) <= 0.05 / tests + 1e-12).mean()),
        "error": float(np.sqrt(WANTED * (1 - WANTED) / runs)),
    }


def _test(
    people: Population,
    shares: Floats,
    n: int,
    rng: np.random.Generator,
    seed: int,
    replicates: int,
) -> float:
    """One pair of samples and its permutation p.

    Groups that were drawn more than once are blocks of their own for the permutation
    and are added up afterwards, which is exact and keeps the work at the population's size.
    """
    counts = np.stack([rng.multinomial(n, x) for x in (people.even, shares)])
    value = float(people.distances(counts[:1], counts[1:])[0])
    drawn = np.repeat(np.tile(np.arange(people.groups), 2), counts.ravel())
    real = np.arange(2 * n) < n
    order = np.argsort(drawn, kind="stable")
    sides = _blocks(real[order])
    kinds, starts = np.unique(drawn[order], return_index=True)
    total = counts.sum(axis=0).astype(np.float32)
    every = slice(0, people.groups)
    null = []
    for chunk in permutations(sides, replicates, seed):
        left = np.zeros((chunk.left.shape[0], people.groups), np.float32)
        left[:, kinds] = np.add.reduceat(chunk.left, starts, axis=1)
        collected = people.statistic.collect(Chunk(left, every, total - left, every))
        null.append(people.statistic.distances(collected))
    return p_value(value, np.concatenate(null)) or 1.0


def _blocks(real: NDArray[np.bool_]) -> Sides:
    """Sides that hold nothing but which block is real: all that permutations read."""
    place = np.arange(real.size)
    nothing = pa.table({"group": pa.array([], pa.int32())})
    return Sides(
        table=(nothing, nothing),
        origin=(place[:0], place[:0]),
        block=place,
        unit=place,
        real_block=real,
        weight=np.ones(real.size),
        swapped=np.ones(real.size),
        paired=False,
    )


def run_moved(
    profile: Profile, measure: str, change: str, n: int, runs: int, seed: int
) -> dict[str, Any]:
    """A gap of the size detectable in its direction, planted by shifting or scaling all numbers."""
    towards = "fewer" if change == "shorter" else "more"
    answer = detectable(profile, measure, n, tests=1, towards=towards)
    if answer is None or MEASURES[measure].kind is not Kind.NUMBER:
        raise ValueError(f"{measure}: expected a number with a detectable gap")
    column = MEASURES[measure].columns[0]
    values = pc.cast(profile.table[column], pa.float64())
    mean = pc.mean(values).as_py()
    if change == "shifted":
        moved = pc.add(values, answer.gap)
    else:  # every value is multiplied, so that the mean, and with it W1, moves by the gap
        moved = pc.multiply(values, 1 + (answer.gap if change == "longer" else -answer.gap) / mean)
    place = profile.table.schema.get_field_index(column)
    other = Profile("moved", profile.table.set_column(place, column, moved), profile.metadata)
    people, others = (Resampler.of(x, measure) for x in (profile, other))
    rng = np.random.default_rng(seed)
    p = [
        people.draft(people.draw(rng, n), others.draw(rng, n), seed + at, 199).p
        for at in range(runs)
    ]
    found = np.array([x is not None and x <= 0.05 for x in p])
    return {
        "kind": "power moved",
        "measure": measure,
        "change": change,
        "n": n,
        "gap": answer.gap,
        "runs": runs,
        "power": float(found.mean()),
        "error": float(np.sqrt(WANTED * (1 - WANTED) / runs)),
    }

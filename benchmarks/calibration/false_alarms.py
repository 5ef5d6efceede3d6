"""False alarms: real users against real users, split at random by connected group.

Each split gives half of the groups, or 130 of 719 dialogues' worth, the part of the
simulated users. The engine's own statistics, permutations, p-values and Holm
adjustment say what they find; whatever they find is false.

What makes 5,000 splits affordable: the groups stay in place as the engine's blocks and
only their sides change, and 50 splits share one set of 2,000 permutations, since the
law of a permuted assignment depends on the number of groups a side alone. Sharing
adds 2 % to the Monte-Carlo variance. A sample of the splits goes through ``compare``
itself, which shows what its verdicts are and that both ways give the same p.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare import Verdict, compare
from usergap.compare.draws import Chunk
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.multiplicity import holm
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import observe
from usergap.compare.permutation import p_value, permutations
from usergap.compare.replication import replicate
from usergap.compare.sides import Sides, bring_together
from usergap.compare.statistic import Statistic
from usergap.compare.vector_statistic import VectorStatistic
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles import Profile

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
ALPHA = 0.05
SHARED = 50
REPLICATES = 2000


@dataclass(frozen=True)
class Pool:
    """One corpus as the engine's blocks, with its statistics; any split is a choice of sides."""

    sides: Sides
    statistics: Mapping[str, Statistic]

    @property
    def groups(self) -> int:
        """The number of blocks."""
        return self.sides.real_block.size


def pool(profile: Profile, measures: Mapping[str, Dimension]) -> Pool:
    """Prepare all measures of one profile."""
    sides = bring_together(profile.table, profile.table.slice(0, 0), paired=False, link=False)
    sides = replace(sides, real_block=np.arange(sides.real_block.size) % 2 == 0)
    return Pool(sides, statistics_of(sides, measures))


def statistics_of(sides: Sides, measures: Mapping[str, Dimension]) -> dict[str, Statistic]:
    """The engine's statistic of every measure that the tables hold."""
    found: dict[str, Statistic] = {}
    for name, dimension in measures.items():
        seen = observe(dimension, pa.concat_tables(sides.table, promote_options="permissive"))
        if seen is None:
            continue
        if dimension.kind is Kind.VECTORS:
            found[name] = VectorStatistic.of(seen, sides)
        elif dimension.kind is Kind.NUMBER:
            found[name] = NumberStatistic.of(seen, sides)
        else:
            found[name] = LabelStatistic.of(seen, sides, rates=dimension.kind is Kind.FLAGS)
    return found


def splits(rng: np.random.Generator, number: int, groups: int, real: int) -> Bools:
    """Which groups are real in each split, (number, groups)."""
    return np.argsort(rng.random((number, groups)), axis=1) < real


def chunk_of(real: Bools) -> Chunk:
    """Splits as a draw of the engine: one replicate each."""
    every = slice(0, real.shape[1])
    return Chunk(real.astype(np.float32), every, (~real).astype(np.float32), every)


def p_values(
    ready: Pool, chosen: Bools, seed: int, replicates: int = REPLICATES
) -> dict[str, Floats]:
    """The permutation p-value of every split and measure; all splits share the permutations."""
    first = replace(ready.sides, real_block=chosen[0])
    permuted = replicate(permutations(first, replicates, seed), ready.statistics)
    observed = replicate([chunk_of(chosen)], ready.statistics)
    found = {}
    for name, statistic in ready.statistics.items():
        null = statistic.distances(permuted[name])
        values = statistic.distances(observed[name])
        found[name] = np.array([p_value(float(value), null) for value in values], float)
    return found


def run(
    profile: Profile,
    number: int,
    simulated: int,
    seed: int,
    checked: int = 0,
    measures: Mapping[str, Dimension] = MEASURES,
    replicates: int = REPLICATES,
) -> dict[str, Any]:
    """Split ``number`` times, about ``simulated`` dialogues on the other side."""
    ready = pool(profile, measures)
    rng = np.random.default_rng(seed)
    real = ready.groups - round(ready.groups * simulated / len(profile))
    parts: list[dict[str, Floats]] = []
    chosen: list[Bools] = []
    for start in range(0, number, SHARED):
        some = splits(rng, min(SHARED, number - start), ready.groups, real)
        parts.append(p_values(ready, some, seed + start, replicates))
        chosen.append(some)
    p = {name: np.concatenate([part[name] for part in parts]) for name in ready.statistics}
    result = {
        "kind": "false alarms",
        "groups": [real, ready.groups - real],
        "dialogues": [len(profile) - simulated, simulated],
        "splits": number,
        "replicates": replicates,
        **_rates(p),
    }
    if checked:
        result["engine"] = check(profile, ready, np.concatenate(chosen)[:checked], p, measures)
    return result


def _rates(p: Mapping[str, Floats]) -> dict[str, Any]:
    """Shares of p < .05: as they are, and after Holm over the family of each split."""
    table = np.stack(list(p.values()), axis=1)
    adjusted = np.array([holm(row.tolist()) for row in table], float)
    alarms = {name: score(p[name] < ALPHA) for name in p}
    differs = {name: score(adjusted[:, at] < ALPHA) for at, name in enumerate(p)}
    differs["any measure"] = score(np.asarray((adjusted < ALPHA).any(axis=1)))
    return {"alarms": alarms, "holm": differs}


def score(hits: NDArray[np.bool_], bar: float = ALPHA) -> dict[str, Any]:
    """A share, its Monte-Carlo error at the bar, and whether it meets bar + 3 errors."""
    share, error = float(hits.mean()), float(np.sqrt(bar * (1 - bar) / hits.size))
    return {
        "share": share,
        "error": error,
        "runs": int(hits.size),
        "meets": share <= bar + 3 * error,
    }


def check(
    profile: Profile,
    ready: Pool,
    chosen: Bools,
    p: Mapping[str, Floats],
    measures: Mapping[str, Dimension],
    replicates: int = REPLICATES,
) -> dict[str, Any]:
    """The same splits by ``compare``: its verdicts, and how far its p lies from ours."""
    place = np.empty(len(profile), np.int64)
    place[ready.sides.origin[0]] = ready.sides.block
    differs: dict[str, list[bool]] = {name: [] for name in (*p, "any measure")}
    apart = []
    for at, real in enumerate(chosen):
        rows = real[place]
        parts = [
            Profile(name, profile.table.filter(pa.array(mine)), profile.metadata)
            for name, mine in (("here", rows), ("there", ~rows))
        ]
        found = compare(
            *parts, pairs="off", margins={}, measures=measures, replicates=replicates, seed=at
        )
        verdicts = {row.measure: row.verdict is Verdict.DIFFERS for row in found.rows}
        for name in p:
            differs[name].append(verdicts[name])
        differs["any measure"].append(any(verdicts.values()))
        apart += [abs((row.p or 0.0) - p[row.measure][at]) for row in found.rows]
    return {
        "splits": len(chosen),
        "differs": {name: score(np.array(hits)) for name, hits in differs.items()},
        "largest difference of p": max(apart),
    }

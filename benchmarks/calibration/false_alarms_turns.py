"""What happens if turns are permuted instead of groups: the mistake, measured.

Turns of one dialogue are alike, so that a test that shuffles turns takes the
difference between two sets of people for a difference beyond chance. The same
engine functions run on a table with one row per turn: only the unit is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.calibration.false_alarms import chunk_of, pool, score, splits
from usergap.compare.permutation import p_value, permutations
from usergap.compare.replication import replicate
from usergap.dimensions import MEASURES, Kind, tally
from usergap.profiles import Profile


def turn_profile(profile: Profile, measure: str) -> tuple[Profile, np.ndarray]:
    """One row per judged turn, and the group that each turn belongs to."""
    if profile.texts is None:
        raise ValueError("turns are known only while the dialogues are at hand")
    rows: list[Mapping[str, Any]] = []
    groups = []
    for group, annotation in zip(
        profile.table["group"].to_pylist(), profile.texts.annotations, strict=True
    ):
        for labels in annotation.units[measure]:
            if labels is not None:
                rows.append({"group": len(rows), **tally(MEASURES[measure], [labels])})
                groups.append(group)
    return Profile(f"turns of {profile.name}", pa.Table.from_pylist(rows), {}), np.array(groups)


def run(
    profile: Profile,
    number: int,
    simulated: int,
    seed: int,
    replicates: int = 199,
    measures: Sequence[str] = tuple(x.id for x in MEASURES.values() if x.kind is Kind.LABELS),
) -> dict[str, Any]:
    """Split by group as ever, permute turns: shares of p < .05."""
    alarms = {}
    for name in measures:
        dimension = MEASURES[name]
        turns, group = turn_profile(profile, name)
        ready = pool(turns, {name: dimension})
        statistic = ready.statistics[name]
        place = np.empty(len(turns), np.int64)
        place[ready.sides.origin[0]] = ready.sides.block
        of_block = np.empty(ready.groups, np.int64)
        of_block[place] = group
        rng = np.random.default_rng(seed)
        groups = int(group.max()) + 1
        real = groups - round(groups * simulated / len(profile))
        hits = []
        for at, chosen in enumerate(splits(rng, number, groups, real)):
            side = chosen[of_block][None]
            sides = replace(ready.sides, real_block=side[0])
            value = statistic.distances(replicate([chunk_of(side)], {name: statistic})[name])
            null = replicate(permutations(sides, replicates, at), {name: statistic})[name]
            p = p_value(float(value[0]), statistic.distances(null))
            hits.append(p is not None and p < 0.05)
        alarms[name] = score(np.array(hits))
    return {
        "kind": "turns permuted",
        "dialogues": [len(profile) - simulated, simulated],
        "splits": number,
        "replicates": replicates,
        "alarms": alarms,
    }

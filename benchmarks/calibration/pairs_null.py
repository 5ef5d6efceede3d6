"""The null for pairs: where sides are swapped at random within pairs, nothing is found.

Real dialogues and their simulated partners differ by far, but once a coin decides
within each pair which of the two is called real, the sides are exchangeable. A paired
test must then reject in 5 of 100 cases. With two runs of a scenario against one real
dialogue the scenario swaps as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.calibration.false_alarms import (
    REPLICATES,
    SHARED,
    Pool,
    p_values,
    score,
    statistics_of,
)
from usergap.compare import compare
from usergap.compare.pairing import pair_up
from usergap.compare.sides import bring_together
from usergap.dimensions import MEASURES, Dimension
from usergap.profiles import Profile


def runs_together(profiles: Sequence[Profile]) -> Profile:
    """Several simulators as several runs of one: groups numbered anew."""
    tables = []
    for profile in profiles:
        first = len(profile) * len(tables)
        groups = pc.add(profile.table["group"], pa.scalar(first, pa.int32()))
        tables.append(profile.table.set_column(1, "group", groups))
    name = "+".join(profile.name for profile in profiles)
    return Profile(name, pa.concat_tables(tables), profiles[0].metadata)


def run(
    real: Profile,
    simulated: Profile,
    number: int,
    seed: int,
    checked: int = 0,
    measures: Mapping[str, Dimension] = MEASURES,
    replicates: int = REPLICATES,
) -> dict[str, Any]:
    """Swap ``number`` times and test: shares of p < .05."""
    pairing = pair_up(real.table, simulated.table, "only", simulated.name)
    sides = bring_together(pairing.real, pairing.simulated, paired=True)
    ready = Pool(sides, statistics_of(sides, measures))
    rng = np.random.default_rng(seed)
    p: dict[str, list[float]] = {name: [] for name in ready.statistics}
    for start in range(0, number, SHARED):
        coins = rng.random((min(SHARED, number - start), sides.units)) < 0.5
        chosen = sides.real_block ^ coins[:, sides.unit]
        for name, values in p_values(ready, chosen, seed + start, replicates).items():
            p[name] += values.tolist()
    result = {
        "kind": "pairs swapped",
        "simulator": simulated.name,
        "pairs": sides.units,
        "dialogues": [pairing.real.num_rows, pairing.simulated.num_rows],
        "swaps": number,
        "replicates": replicates,
        "alarms": {name: score(np.array(values) < 0.05) for name, values in p.items()},
    }
    if checked:
        result["engine"] = check(real, simulated, checked, seed, measures)
    return result


def check(
    real: Profile, simulated: Profile, number: int, seed: int, measures: Mapping[str, Dimension]
) -> dict[str, Any]:
    """The same by ``compare``: rows are swapped in the tables before it sees them."""
    pairing = pair_up(real.table, simulated.table, "only", simulated.name)
    pooled = pa.concat_tables([pairing.real, pairing.simulated], promote_options="permissive")
    is_real = np.arange(pooled.num_rows) < pairing.real.num_rows
    apart = pc.add(pooled["group"], pa.array(np.where(is_real, 0, 10**6), pa.int32()))
    pooled = pooled.set_column(1, "group", apart)
    # After a swap both sides hold rows of both kinds: no name may tell them apart.
    place_of_name = pooled.schema.get_field_index("simulator")
    nameless = pa.nulls(pooled.num_rows, pa.string())
    pooled = pooled.set_column(place_of_name, "simulator", nameless)
    pairs, place = np.unique(pooled["pair"].to_pylist(), return_inverse=True)
    rng = np.random.default_rng(seed)
    hits: dict[str, list[bool]] = {}
    for at in range(number):
        here = is_real ^ (rng.random(pairs.size) < 0.5)[place]
        parts = [
            Profile(name, pooled.filter(pa.array(mine)), real.metadata)
            for name, mine in (("here", here), ("there", ~here))
        ]
        found = compare(*parts, pairs="only", margins={}, measures=measures, seed=at)
        for row in found.rows:
            hits.setdefault(row.measure, []).append(row.p is not None and row.p < 0.05)
    return {"swaps": number, "alarms": {x: score(np.array(y)) for x, y in hits.items()}}

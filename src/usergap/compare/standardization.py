"""Standardising the simulated side to the real domain mix."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa

from usergap.compare.sides import Floats, Sides, column

MIX_WARNING = 0.1


def mix_difference(real: pa.Table, simulated: pa.Table, name: str = "domain") -> float | None:
    """TVD (0..1) of the two sides' mixes of a field; None where a side records nothing."""
    here, there = (Counter(x for x in column(t, name) if x) for t in (real, simulated))
    if not here or not there:
        return None
    total = here.total(), there.total()
    return 0.5 * sum(abs(here[x] / total[0] - there[x] / total[1]) for x in here | there)


def keep_shared(
    real: pa.Table, simulated: pa.Table, name: str = "domain"
) -> tuple[pa.Table, pa.Table]:
    """The rows whose domain occurs on both sides: no weight can make up for the others."""
    shared = (set(column(real, name)) & set(column(simulated, name))) - {None}
    kept = [
        table.filter(pa.array([x in shared for x in column(table, name)], pa.bool_()))
        for table in (real, simulated)
    ]
    return kept[0], kept[1]


def standardize(sides: Sides, name: str = "domain") -> Sides:
    """Weigh simulated rows so that their domain mix is the real one.

    A permutation shuffles within domains; a row that it moves takes the weight
    of the side that it comes to. A group of several domains is shuffled among those of
    the one that most of its dialogues have; of equally many, the first by name.
    """
    domains = [x for table in sides.table for x in column(table, name)]
    real = sides.real
    here = Counter(x for x, mine in zip(domains, real, strict=True) if mine)
    there = Counter(x for x, mine in zip(domains, real, strict=True) if not mine)
    ratio = np.array(
        [(here[x] / here.total()) / (there[x] / there.total()) for x in domains], np.float64
    )
    names = {x: number for number, x in enumerate(sorted(map(str, set(domains))))}
    dialogues = np.zeros((sides.real_block.size, len(names)), np.int64)
    named = np.array([names[str(x)] for x in domains], np.int64)
    np.add.at(dialogues, (sides.block, named), 1)
    return replace(
        sides,
        weight=np.where(real, 1.0, ratio),
        swapped=np.where(real, ratio, 1.0),
        stratum=dialogues.argmax(axis=1),
    )


def effective_groups(sides: Sides, weight: Floats) -> int:
    """Kish's effective number of simulated groups: (sum w)^2 / sum w^2, at least 1."""
    mass = np.bincount(sides.block, weight, sides.real_block.size)[~sides.real_block]
    size = np.bincount(sides.block, minlength=sides.real_block.size)[~sides.real_block]
    per_row = mass / np.maximum(size, 1)
    return max(1, round(float(per_row.sum() ** 2 / max((per_row**2).sum(), 1e-300))))

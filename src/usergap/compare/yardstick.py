"""A yardstick: how far two crowds of real people are apart, with what chance adds taken off.

The distance between two samples is never 0, so a yardstick's distance as it is measured
makes a margin too wide, and *close* too easy. Noise adds to a distance as it does to the
length of a vector, D^2 = d^2 + noise^2: little where d is long, everything where d is 0. So
d is taken as sqrt(D^2 - mean squared floor), not below 0. An energy distance is a squared
length already: D - mean floor, which is unbiased.

``benchmarks/calibration/margins`` plants known gaps between samples of the shipped sizes
and shows bias and root mean square error of this, and of what lost: the distance as it
is, less the mean floor (far too low where there is a gap), the mean of both, and
products of random halves (less scatter at small gaps, more bias at none and at wide
ones, and random draws of their own).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import sqrt

import pyarrow as pa

from usergap.annotators.annotator import Card
from usergap.compare.cell import Task, compare_cell
from usergap.compare.draft import Draft
from usergap.dimensions import Dimension, Kind
from usergap.profiles import Apart, Profile, Yardstick


def yardsticks(
    people: tuple[Profile, Profile],
    tables: tuple[pa.Table, pa.Table],
    measures: Mapping[str, Dimension],
    cards: Mapping[str, Card],
    replicates: int,
    seed: int = 0,
) -> dict[str, Yardstick]:
    """The yardstick of every measure that both crowds define; ``tables`` are the rows used.

    ``cards`` correct both sides by what they say of real text. The floor is the mean of
    both crowds' floors, since neither is the other's reference.
    """
    task = Task(
        simulator=people[1].name,
        measures=measures,
        real=people[0].metadata,
        simulated=people[1].metadata,
        cards={},
        paired=False,
        link=False,
        standardized=False,
        seed=seed,
        replicates=replicates,
        people=True,
    )
    raw = _both_ways(task, people, tables)
    labelled = {x: m for x, m in measures.items() if m.kind in (Kind.LABELS, Kind.FLAGS)}
    labelled = {x: m for x, m in labelled.items() if x in cards}
    corrected = {}
    if labelled:
        corrected = _both_ways(replace(task, measures=labelled, cards=cards), people, tables)
    found = {}
    for name, (there, back) in raw.items():
        apart = _apart(there, back)
        if apart is None:
            continue
        ways = corrected.get(name)
        better = None
        if ways and all(way.corrected is not None for way in ways):
            better = _apart(*ways)
        found[name] = Yardstick(apart, better)
    return found


def debiased(value: float, noise: float, *, squared: bool) -> float:
    """A distance without what chance adds, not below 0.

    ``noise``: the mean squared distance of two samples of one crowd; for an energy
    distance (``squared``) the mean distance.
    """
    return max(0.0, value - noise) if squared else sqrt(max(0.0, value**2 - noise))


def _both_ways(
    task: Task, people: tuple[Profile, Profile], tables: tuple[pa.Table, pa.Table]
) -> dict[str, tuple[Draft, Draft]]:
    turned = replace(
        task,
        simulator=people[0].name,
        real=people[1].metadata,
        simulated=people[0].metadata,
    )
    there = compare_cell(task, None, tables[0], tables[1])
    back = compare_cell(turned, None, tables[1], tables[0])
    return {x.dimension.id: (x, y) for x, y in zip(there, back, strict=True)}


def _apart(there: Draft, back: Draft) -> Apart | None:
    known = [(x.reported_floor[0], x.noise) for x in (there, back)]
    floors = [(floor, noise) for floor, noise in known if floor is not None and noise is not None]
    if there.reported is None or there.low is None or there.high is None:
        return None
    if there.p is None or not floors:
        return None
    floor = sum(each for each, _ in floors) / len(floors)
    noise = sum(each for _, each in floors) / len(floors)
    squared = there.dimension.kind is Kind.VECTORS
    return Apart(
        margin=debiased(there.reported, floor if squared else noise, squared=squared),
        measured=there.reported,
        floor=floor,
        p=there.p,
        low=there.low,
        high=there.high,
    )

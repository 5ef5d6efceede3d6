"""Ranking simulators by their distance to the same real users.

The score of a simulator is the mean, over the measures that all of them define, of
the excess of its raw distance over the floor, in units of a given margin or of the
distance between two samples of real users from two platforms. 0 is what a perfect
simulator shows; 1 is as far as these people are apart, on average. The unit is that
distance as it was measured, noise and all: taking the noise off leaves some units near 0,
whose measures then outweigh all others (errors would count five times).

A mean hides which measure it comes from: its components always stand beside it, and
their median. Talk of one subject lies many units of ``knowledge`` away from people who
talk of all, and that one measure then makes half of a mean; a median it cannot move.
Where it puts another simulator first, the sentence says so. The mean stays the score:
its interval follows from the bootstrap, and a cap would need a limit that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from statistics import median

import numpy as np

from usergap.compare.margins import checked, default_limits
from usergap.compare.pairing import Pairs
from usergap.compare.ranking.contest import Contest, enter
from usergap.compare.ranking.pairs import (
    Judged,
    judge_pairs,
    rank_ranges,
    separated,
    small_sample,
    ties,
)
from usergap.compare.ranking.record import Between, Component, Ranked, Ranking
from usergap.compare.sides import Floats
from usergap.compare.workers import in_threads
from usergap.dimensions import MEASURES, Dimension
from usergap.profiles import Profile

REPLICATES = 1000
NORMAL_95 = 1.959963984540054


def rank_simulators(
    real: Profile,
    *simulated: Profile,
    where: Mapping[str, str] | None = None,
    pairs: Pairs = "auto",
    margins: Mapping[str, float] | None = None,
    measures: Mapping[str, Dimension] | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
    jobs: int | None = None,
) -> Ranking:
    """Rank simulators, nearest to real users first, with what can be told of the order.

    Real units and shared scenarios are drawn once for all simulators, so that what
    they share cancels. With 20 scenarios shared by all, only those are compared
    (``pairs`` auto). ``margins`` {measure: distance} replace the shipped ones, measure
    by measure; a measure without a margin is left out of the score, and where no
    measure has one the floor's 95 % point is the unit (and the ranking says so).
    ``jobs``: threads. Raises InputError for fewer than two simulators or unusable options.
    """
    measures = MEASURES if measures is None else measures
    contest = enter(real, simulated, dict(where or {}), pairs, measures, jobs)
    floors = _floors(contest, replicates, seed)
    known = {x: limit.unit for x, limit in default_limits().items() if x in measures}
    known |= dict(checked(margins or {}, measures))
    units, unit, left_out = _units(contest, known, floors)
    components, draws = [], []
    works = [partial(contest.resampled, at, replicates, seed) for at in range(len(contest.names))]
    for place, resampled in enumerate(in_threads(works, jobs)):
        values, floor = contest.distances(place), floors[contest.sides[place].groups[1]]
        components.append(
            [
                Component(
                    measure=name,
                    distance=contest.measures[name].distance,
                    value=values[name],
                    floor=floor[name][0],
                    unit=size,
                    excess=(values[name] - floor[name][0]) / size,
                )
                for name, size in units.items()
            ]
        )
        draws.append(np.mean([resampled[name] / size for name, size in units.items()], axis=0))
    scores = np.array([np.mean([part.excess for part in parts]) for parts in components])
    raw = np.array([np.mean([part.value / part.unit for part in parts]) for parts in components])
    replicated = np.stack(draws, axis=1)
    judged = judge_pairs(scores, raw, replicated, contest.fewest_groups)
    return _ranking(contest, unit, tuple(units), left_out, components, scores, replicated, judged)


def _floors(
    contest: Contest, replicates: int, seed: int
) -> dict[int, dict[str, tuple[float, float]]]:
    """One floor for each number of simulated groups, so that equal sizes have equal floors."""
    sizes = {sides.groups[1] for sides in contest.sides}
    return {size: contest.floor(size, replicates, seed) for size in sizes}


def _units(
    contest: Contest,
    margins: Mapping[str, float],
    floors: Mapping[int, Mapping[str, tuple[float, float]]],
) -> tuple[dict[str, float], str, dict[str, str]]:
    left_out = dict(contest.left_out)
    found = {name: margins[name] for name in contest.measures if name in margins}
    if found:
        left_out |= {name: "no margin is known" for name in contest.measures if name not in found}
        return found, "margin", left_out
    middle = floors[sorted(floors)[len(floors) // 2]]
    found = {name: middle[name][1] for name in contest.measures if middle[name][1] > 0}
    left_out |= {name: "its floor is 0" for name in contest.measures if name not in found}
    return found, "floor95", left_out


def _ranking(
    contest: Contest,
    unit: str,
    measures: tuple[str, ...],
    left_out: Mapping[str, str],
    components: list[list[Component]],
    scores: Floats,
    replicated: Floats,
    judged: Judged,
) -> Ranking:
    names = contest.names
    order = [int(i) for i in np.lexsort((np.array(names), scores))]
    nearer = separated(judged, len(names))
    ranges = rank_ranges(nearer)
    spread = np.nanstd(replicated, axis=0, ddof=1) * small_sample(contest.fewest_groups)
    ranked = tuple(
        Ranked(
            simulator=names[i],
            score=float(scores[i]),
            low=float(scores[i] - NORMAL_95 * spread[i]),
            high=float(scores[i] + NORMAL_95 * spread[i]),
            rank=rank,
            best=ranges[i][0],
            worst=ranges[i][1],
            n=contest.simulated[i].num_rows,
            components=tuple(components[i]),
            median=median(part.excess for part in components[i]),
        )
        for rank, i in enumerate(order, start=1)
    )
    between = tuple(
        Between(names[i], names[j], float(difference), float(low), float(high), float(p))
        for (i, j), difference, low, high, p in zip(
            judged.pairs, judged.difference, judged.low, judged.high, judged.p, strict=True
        )
    )
    return Ranking(
        paired=contest.paired,
        n_real=contest.real.num_rows,
        unit=unit,
        measures=measures,
        left_out=left_out,
        simulators=ranked,
        between=between,
        ties=tuple(tuple(names[i] for i in group) for group in ties(nearer, order)),
        note=contest.note,
        sentence=_sentence(ranked, len(between), int(nearer.sum())),
    )


def _sentence(ranked: tuple[Ranked, ...], pairs: int, apart: int) -> str:
    told = f"{apart} of {pairs} pairs of simulators can be told apart"
    if pairs == 1:
        told = f"The two simulators {'can' if apart else 'cannot'} be told apart"
    leaders = [each.simulator for each in ranked if each.best == 1]
    if apart == 0:
        said = f"{told}: the order below is chance as far as these dialogues tell"
    elif len(leaders) == 1:
        said = f"{told}; {leaders[0]} is nearest to real users"
    else:
        names = ", ".join(leaders)
        said = f"{told}; any of {len(leaders)} may be nearest to real users: {names}"
    first = min(ranked, key=lambda each: (each.median or 0.0, each.rank)).simulator
    if first == ranked[0].simulator:
        return said
    return f"{said}; by the median of the measures instead of their mean, {first} comes first"

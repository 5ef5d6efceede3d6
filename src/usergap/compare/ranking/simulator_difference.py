"""Two simulators against the same real users: which is nearer, on which measure, how surely.

The difference of two distances to the same real dialogues has less noise than either,
because real units (and shared scenarios) are drawn once for both. Two tests are made
and the larger p is reported. A permutation swaps the two simulators within a scenario
(or shuffles their groups): exact where both write alike, but not where they err
differently by equal amounts, for their mixture lies nearer to people than either. The
bootstrap tests just that: equal distances. The larger p is valid in both cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from usergap.compare.draws import Chunk
from usergap.compare.matched import observe_all
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.multiplicity import holm
from usergap.compare.pairing import Pairs
from usergap.compare.permutation import TOLERANCE, permutations
from usergap.compare.ranking.contest import Contest, enter
from usergap.compare.ranking.pairs import small_sample
from usergap.compare.replication import replicate
from usergap.compare.sides import Floats, Sides, bring_together
from usergap.dimensions import MEASURES, Dimension
from usergap.errors import InputError
from usergap.profiles import Profile

REPLICATES = 1000
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One measure: both raw distances, their difference (one - two) and its 95 % interval.

    Below 0: ``one`` is nearer to real users. Where the simulators have unequal numbers
    of dialogues, the interval covers the difference with and without floors.
    """

    measure: str
    distance: str
    one: float
    two: float
    difference: float
    low: float
    high: float
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True)
class SimulatorDifference:
    """Two simulators over all measures; ``left_out`` {measure: why}."""

    one: str
    two: str
    paired: bool
    n_real: int
    rows: tuple[DifferenceRow, ...]
    left_out: Mapping[str, str]
    note: str


def simulator_difference(
    real: Profile,
    *simulated: Profile,
    where: Mapping[str, str] | None = None,
    pairs: Pairs = "auto",
    measures: Mapping[str, Dimension] | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> SimulatorDifference:
    """The paired difference of two simulators' distances to the same real dialogues.

    ``simulated``: two profiles, or one that holds two simulators. Raises InputError
    for another number of simulators, or options that cannot be used.
    """
    measures = MEASURES if measures is None else measures
    contest = enter(real, simulated, dict(where or {}), pairs, measures)
    if len(contest.names) != 2:
        raise InputError(f"simulators: expected two, found {', '.join(contest.names)}")
    values = [contest.distances(place) for place in (0, 1)]
    draws = [contest.resampled(place, replicates, seed) for place in (0, 1)]
    sizes = [sides.groups[1] for sides in contest.sides]
    floors = {size: contest.floor(size, replicates, seed) for size in set(sizes)}
    permuted = _permuted(contest, replicates, seed)
    found = []
    for name, dimension in contest.measures.items():
        raw = values[0][name] - values[1][name]
        excess = raw - (floors[sizes[0]][name][0] - floors[sizes[1]][name][0])
        moved = draws[0][name] - draws[1][name]
        spread = float(moved[np.isfinite(moved)].std(ddof=1)) * small_sample(contest.fewest_groups)
        reach = NORMAL.inv_cdf(0.975) * spread
        p = max(permutation_p(raw, permuted[name]), _bootstrap_p(raw, excess, spread))
        row = (name, dimension.distance, values[0][name], values[1][name], raw)
        found.append((*row, min(raw, excess) - reach, max(raw, excess) + reach, p))
    adjusted = holm([row[-1] for row in found])
    return SimulatorDifference(
        one=contest.names[0],
        two=contest.names[1],
        paired=contest.paired,
        n_real=contest.real.num_rows,
        rows=tuple(
            DifferenceRow(*row, p_holm=1.0 if p is None else p)
            for row, p in zip(found, adjusted, strict=True)
        ),
        left_out=contest.left_out,
        note=contest.note,
    )


def permutation_p(value: float, permuted: Floats) -> float:
    """Two-sided p of a difference about its mean under permutation; ties count.

    Centred, because with unequal numbers of dialogues the smaller sample lies further
    away by chance. 1 where no permutation could be computed.
    """
    known = permuted[np.isfinite(permuted)]
    if not known.size:
        return 1.0
    centre = float(known.mean())
    reached = np.abs(known - centre) >= abs(value - centre) - TOLERANCE * max(1.0, abs(value))
    return (1 + int(reached.sum())) / (1 + known.size)


def _bootstrap_p(raw: float, excess: float, spread: float) -> float:
    nearest = min(abs(raw), abs(excess)) if raw * excess > 0 else 0.0
    if nearest <= TOLERANCE:
        return 1.0
    return 2 * (1 - NORMAL.cdf(nearest / spread)) if spread > 0 else 0.0


def _permuted(contest: Contest, replicates: int, seed: int) -> dict[str, Floats]:
    """Differences of distances when simulators are swapped, real dialogues as they are."""
    one, two = contest.simulated
    between = bring_together(one, two, contest.paired, contest.link)
    joint = _joint(contest, between)
    seen = observe_all(contest.measures, contest.measures, joint.table)
    statistics = {x: statistic_of(contest.measures[x], seen[x], joint) for x in seen}
    found = []
    for first in (True, False):
        drawn = replicate(_chunks(joint, between, first, replicates, seed), statistics)
        found.append({x: s.distances(drawn[x]) for x, s in statistics.items()})
    return {x: found[0][x] - found[1][x] for x in statistics}


def _joint(contest: Contest, between: Sides) -> Sides:
    """Real rows, each a block, against the rows of both simulators with their own blocks."""
    import pyarrow as pa

    mine = contest.sides[0]
    rows = int(mine.real.sum())
    blocks = rows + between.real_block.size
    weight = np.concatenate([mine.weight[:rows], between.weight])
    return Sides(
        table=(mine.table[0], pa.concat_tables(between.table, promote_options="permissive")),
        origin=mine.origin,
        block=np.concatenate([np.arange(rows), rows + between.block]),
        unit=np.arange(blocks),
        real_block=np.arange(blocks) < rows,
        weight=weight,
        swapped=weight,
        paired=contest.paired,
    )


def _chunks(
    joint: Sides, between: Sides, first: bool, replicates: int, seed: int
) -> Iterator[Chunk]:
    real = joint.groups[0]
    blocks = slice(real, real + joint.groups[1])
    for chunk in permutations(between, replicates, seed, "simulators"):
        ones = np.ones((chunk.left.shape[0], real), np.float32)
        yield Chunk(ones, slice(0, real), chunk.left if first else chunk.right, blocks)

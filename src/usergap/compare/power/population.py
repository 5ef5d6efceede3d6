"""People of a profile as a population, and populations at a known distance from it.

A gap is planted by tilting (Esscher 1932): group g is drawn with a probability
proportional to exp(λ·score), so that the other population is made of the same real
dialogues, clusters, heavy tails and all, in another mix. Its true distance from the
profile is computed, not assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from scipy import stats
from scipy.optimize import brentq

from usergap.compare.canonical import ROW
from usergap.compare.draws import Chunk
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import Observations, needed_columns, observe
from usergap.compare.sides import Floats, Integers, Sides, bring_together
from usergap.compare.statistic import Statistic
from usergap.compare.thinning import thin
from usergap.dimensions import Dimension, Kind
from usergap.errors import InputError
from usergap.profiles import Profile

ENOUGH_RATE = 0.05
"""Rate from which a label is worth a direction of its own."""
MOST_DIRECTIONS = 4
STEEPEST = 60.0
FEWEST_LEFT = 5.0
"""Effective groups (1 / sum of squared probabilities) that a tilt must leave."""


@dataclass(frozen=True)
class Population:
    """One measure over the groups of a profile.

    ``scores`` {direction: (groups,)} are what a tilt favours, in standard deviations:
    a label's frequency, fewer or more of a number, a direction of vectors. ``block``
    (rows,) names each dialogue's group, ``origin`` (rows,) its place in the profile.
    """

    statistic: Statistic
    scores: dict[str, Floats]
    block: Integers
    origin: Integers

    @property
    def groups(self) -> int:
        """How many groups there are to draw from."""
        return int(self.block.max()) + 1

    @cached_property
    def even(self) -> Floats:
        """Every group alike, probabilities (groups,)."""
        return np.full(self.groups, 1 / self.groups)

    def distances(self, left: Floats, right: Floats) -> Floats:
        """Distances between samples given as counts of groups, (replicates, groups) each."""
        every = slice(0, self.groups)
        chunk = Chunk(left.astype(np.float32), every, right.astype(np.float32), every)
        return self.statistic.distances(self.statistic.collect(chunk))

    def distance(self, probabilities: Floats) -> float:
        """The true distance of a population, drawn with these probabilities, from this one."""
        # float32 weights near 1 keep seven digits of every group's probability
        left, right = (x[None] * self.groups for x in (self.even, probabilities))
        return float(self.distances(left, right)[0])

    def tilted(self, direction: str, steepness: float) -> Floats:
        """Probabilities of the groups, (groups,)."""
        power = steepness * self.scores[direction]
        weights = np.exp(power - power.max())
        return np.asarray(weights / weights.sum())

    def steepest(self, direction: str) -> float:
        """The steepness at which ``FEWEST_LEFT`` effective groups are left."""

        def left(steepness: float) -> float:
            return float(1 / np.square(self.tilted(direction, steepness)).sum() - FEWEST_LEFT)

        return STEEPEST if left(STEEPEST) > 0 else float(brentq(left, 0.0, STEEPEST))

    def reach(self, direction: str) -> float:
        """The largest distance that this direction can plant."""
        return self.distance(self.tilted(direction, self.steepest(direction)))

    def planted(self, direction: str, gap: float) -> Floats | None:
        """Probabilities of a population at the distance ``gap``; None beyond reach."""
        if gap <= 0:
            return self.even
        top = self.steepest(direction)
        if self.distance(self.tilted(direction, top)) <= gap:
            return None
        steepness = brentq(
            lambda x: self.distance(self.tilted(direction, x)) - gap, 0.0, top, rtol=1e-6
        )
        return self.tilted(direction, float(steepness))


def population(profile: Profile, dimension: Dimension) -> Population:
    """The groups of a profile as a population for one measure.

    Raises InputError where the profile has no value for it in at least two groups.
    """
    names = ["group", *needed_columns(dimension)]
    if dimension.languages:
        names.append("language")
    table = profile.table.select(
        [x for x in dict.fromkeys(names) if x in profile.table.schema.names]
    )
    table = table.append_column(ROW, pa.array(np.arange(table.num_rows)))
    sides = bring_together(table, table.slice(0, 0), paired=False, link=False)
    # A statistic of vectors asks that both sides have blocks; which ones does not matter here.
    sides = replace(sides, real_block=np.arange(sides.real_block.size) % 2 == 0)
    pooled = pa.concat_tables(sides.table)
    seen = observe(dimension, pooled)
    if seen is None or np.unique(sides.block[seen.defined]).size < 2:
        raise InputError(f"{profile.name}: expected {dimension.id} in two groups, found fewer")
    if dimension.kind is Kind.VECTORS:
        seen = thin(seen, sides)
    statistic = statistic_of(dimension, seen, sides)
    return Population(statistic, _scores(dimension, seen, sides), sides.block, sides.origin[0])


def _scores(dimension: Dimension, seen: Observations, sides: Sides) -> dict[str, Floats]:
    if dimension.kind is Kind.NUMBER:
        ranks = stats.rankdata(seen.values[:, 0])
        normal = stats.norm.ppf((ranks - 0.5) / ranks.size)[:, None]
        up = _standard(_mean_by_block(normal, seen, sides))[:, 0]
        return {"fewer": -up, "more": up}
    if dimension.kind is Kind.VECTORS:
        mean = _mean_by_block(seen.values, seen, sides)
        centred = mean - mean.mean(axis=0)
        axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
        found = _standard(centred @ axes.T)
        return {f"axis {at + 1}": found[:, at] for at in range(found.shape[1])}
    rates = seen.values / np.maximum(seen.units, 1)[:, None]
    overall = seen.values.sum(axis=0) / seen.units.sum()
    scores = _standard(_mean_by_block(rates, seen, sides))
    order = [at for at in np.argsort(-overall) if overall[at] >= ENOUGH_RATE]
    order = (order or [int(np.argmax(overall))])[:MOST_DIRECTIONS]
    return {dimension.labels[at]: scores[:, at] for at in order}


def _mean_by_block(values: Floats, seen: Observations, sides: Sides) -> Floats:
    blocks = sides.real_block.size
    total = np.zeros((blocks, values.shape[1]))
    np.add.at(total, sides.block[seen.defined], values[seen.defined])
    count = np.bincount(sides.block[seen.defined], minlength=blocks)
    mean = total.sum(axis=0) / max(1, count.sum())
    return np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], mean)


def _standard(values: Floats) -> Floats:
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0))

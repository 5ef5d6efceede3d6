"""What a comparison compared: the same rows, weights and values, to look at them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.canonical import ROW
from usergap.compare.comparison import Comparison, Row
from usergap.compare.draws import Chunk, chunk_sizes, generator, observed
from usergap.compare.floors import stratified_draws, with_replacement
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import Observations, needed_columns, observe
from usergap.compare.pairing import Pairs, pair_up
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.selection import keep_where, named_simulators, with_row_numbers
from usergap.compare.sides import Floats, Sides, bring_together, column
from usergap.compare.standardization import effective_groups, keep_shared, standardize
from usergap.compare.statistic import Statistic
from usergap.dimensions import Dimension
from usergap.profiles import Profile

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Matched:
    """One simulator's headline cell; ``rows`` are its computable rows by measure."""

    simulator: str
    profiles: tuple[Profile, Profile]
    sides: Sides
    measures: Mapping[str, Dimension]
    rows: Mapping[str, Row]
    replicates: int
    seed: int

    @cached_property
    def seen(self) -> Mapping[str, Observations]:
        """Each computable measure's values over the pooled rows."""
        return self.observe(self.sides.table)

    @cached_property
    def resampled(self) -> Mapping[str, Floats]:
        """Bootstrap replicates of each row's distance, (replicates,) each."""
        return self.replicates_of(self.statistics(self.sides, self.seen))

    def observe(self, tables: tuple[pa.Table, pa.Table]) -> dict[str, Observations]:
        """The measures' values in other tables of the same rows."""
        return observe_all(self.measures, self.rows, tables)

    def statistics(self, sides: Sides, seen: Mapping[str, Observations]) -> dict[str, Statistic]:
        """One statistic a measure, over these weights and values."""
        return {name: statistic_of(self.measures[name], seen[name], sides) for name in seen}

    def distances(self, statistics: Mapping[str, Statistic]) -> dict[str, float]:
        """The sample's distances."""
        sample = replicate([observed(self.sides)], statistics)
        return {x: float(s.distances(sample[x])[0]) for x, s in statistics.items()}

    def replicates_of(self, statistics: Mapping[str, Statistic]) -> dict[str, Floats]:
        """Bootstrap replicates; the same weights of units in every call."""
        drawn = replicate(bootstrap(self.sides, self.replicates, self.seed, "again"), statistics)
        return {x: s.distances(drawn[x]) for x, s in statistics.items()}

    def floors(self, sides: Sides, statistics: Mapping[str, Statistic]) -> dict[str, float | None]:
        """Mean distances of two real samples with the weights and sizes of ``sides``."""
        chunks = (
            _floor_chunks(sides, self.replicates, self.seed)
            if sides.stratum is None
            else stratified_draws(sides, self.replicates, self.seed, "again")
        )
        drawn = replicate(chunks, statistics)
        found: dict[str, float | None] = {}
        for name, statistic in statistics.items():
            draws = statistic.distances(drawn[name])
            known = draws[np.isfinite(draws)]
            found[name] = float(known.mean()) if known.size else None
        return found

    def narrowed(self, keep: Mask) -> Sides:
        """The same rows, those not kept without weight.

        Pairs stay pairs: a scenario that lost one side loses the other, and one that
        lost some of its runs still counts once.
        """
        real, weight = self.sides.real, self.sides.weight
        if self.sides.paired:
            pairs = np.array([x for t in self.sides.table for x in column(t, "pair")], object)
            shared = set(pairs[keep & real]) & set(pairs[keep & ~real])
            keep = keep & np.array([pair in shared for pair in pairs], np.bool_)
            runs: dict[object, int] = {}
            sided = list(zip(pairs, real, strict=True))
            for place in np.flatnonzero(keep):
                runs[sided[place]] = runs.get(sided[place], 0) + 1
            weight = np.array([1.0 / runs.get(key, 1) for key in sided])
        weight = np.where(keep, weight, 0.0)
        return replace(self.sides, weight=weight, swapped=weight)

    def values(self, name: str) -> NDArray[Any]:
        """A profile column over the pooled rows; None where a side lacks it."""
        return np.array([x for table in self.sides.table for x in column(table, name)], object)

    def places(self, side: int) -> list[int]:
        """The place of each row of a side in its profile."""
        return [int(str(x)) for x in column(self.sides.table[side], ROW)]


def observe_all(
    measures: Mapping[str, Dimension], names: Iterable[str], tables: tuple[pa.Table, pa.Table]
) -> dict[str, Observations]:
    """The named measures' values over the pooled rows; those that lack columns are missing."""
    found = {}
    for name in names:
        wanted = [*needed_columns(measures[name]), "language"]
        parts = [table.select([x for x in wanted if x in table.column_names]) for table in tables]
        values = observe(measures[name], pa.concat_tables(parts, promote_options="permissive"))
        if values is not None:
            found[name] = values
    return found


def match(
    real: Profile,
    simulated: tuple[Profile, ...],
    comparison: Comparison,
    measures: Mapping[str, Dimension],
    replicates: int,
    seed: int,
) -> Iterator[Matched]:
    """Each simulator's rows as ``compare`` chose them, by the comparison's settings."""
    settings = comparison.settings
    where = dict(settings.get("where") or {})
    pairs = cast("Pairs", settings.get("pairs") or "auto")
    mine = keep_where(with_row_numbers(real), where, real.name, real=True)
    for profile, name, table in named_simulators(simulated):
        rows = {r.measure: r for r in comparison.select(simulator=name) if r.value is not None}
        rows = {x: row for x, row in rows.items() if x in measures}
        if not rows:
            continue
        pairing = pair_up(mine, keep_where(table, where, name, real=False), pairs, name)
        here, there = pairing.real, pairing.simulated
        weighed = settings.get("standardize") is not None and not pairing.paired
        if weighed:
            here, there = keep_shared(here, there)
        sides = bring_together(here, there, pairing.paired, pairs != "off")
        if weighed and here.num_rows and there.num_rows:
            sides = standardize(sides)
            sides = replace(sides, swapped=sides.weight)
        yield Matched(name, (real, profile), sides, measures, rows, replicates, seed)


def _floor_chunks(sides: Sides, replicates: int, seed: int) -> Iterator[Chunk]:
    mass = np.bincount(sides.block, sides.weight, sides.real_block.size)
    groups = sides.groups[0]
    active = np.flatnonzero(mass[:groups] > 0)
    right_size = min(effective_groups(sides, sides.weight), int((mass[groups:] > 0).sum()))
    rng = generator(seed, "floor again")
    for size in chunk_sizes(replicates, groups + right_size) if active.size else ():
        drawn = []
        for count in (active.size, max(1, right_size)):
            weights = np.zeros((size, groups), np.float32)
            weights[:, active] = with_replacement(rng, size, active.size, count)
            drawn.append(weights)
        yield Chunk(drawn[0], slice(0, groups), drawn[1], slice(0, groups))

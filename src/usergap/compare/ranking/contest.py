"""Several simulators against the same real dialogues, on the same draws of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from usergap.compare.canonical import digests_of, group_digests, key, mix
from usergap.compare.draws import Chunk, chunk_sizes, generator, observed
from usergap.compare.floors import floor_draws
from usergap.compare.matched import observe_all
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import Observations
from usergap.compare.pairing import ENOUGH_PAIRS, Pairs, keep_pairs
from usergap.compare.replication import replicate
from usergap.compare.resampling import poisson_weights
from usergap.compare.selection import keep_where, named_simulators, with_row_numbers
from usergap.compare.sides import Floats, Integers, Sides, bring_together, column
from usergap.compare.statistic import Statistic
from usergap.compare.thinning import affordable
from usergap.compare.undefined import after_reading, before_reading
from usergap.compare.workers import in_threads
from usergap.dialogues import connected_groups
from usergap.dimensions import Dimension
from usergap.errors import InputError
from usergap.profiles import Profile


@dataclass(frozen=True)
class Contest:
    """The rows that are compared: ``real`` for all, one table a simulator.

    ``sides`` bring the real rows together with each simulator's; ``units`` number the
    joint unit of every block of these sides: units are connected over all
    simulators, so that one weight serves a scenario wherever it occurs.
    ``statistics`` hold one statistic a measure, ``left_out`` {measure: why}.
    """

    names: tuple[str, ...]
    real: pa.Table
    simulated: tuple[pa.Table, ...]
    sides: tuple[Sides, ...]
    units: tuple[Integers, ...]
    statistics: tuple[Mapping[str, Statistic], ...]
    measures: Mapping[str, Dimension]
    left_out: Mapping[str, str]
    paired: bool
    link: bool
    note: str

    @property
    def fewest_groups(self) -> int:
        """The smallest number of groups on any side."""
        return min(min(sides.groups) for sides in self.sides)

    def distances(self, place: int) -> dict[str, float]:
        """One simulator's distances."""
        statistics = self.statistics[place]
        sample = replicate([observed(self.sides[place])], statistics)
        return {x: float(s.distances(sample[x])[0]) for x, s in statistics.items()}

    def resampled(self, place: int, replicates: int, seed: int) -> dict[str, Floats]:
        """Bootstrap replicates of one simulator's distances; the same units for all of them."""
        drawn = replicate(self._chunks(place, replicates, seed), self.statistics[place])
        return {x: s.distances(drawn[x]) for x, s in self.statistics[place].items()}

    def floor(self, size: int, replicates: int, seed: int) -> dict[str, tuple[float, float]]:
        """Mean and 95 % point of the distance from real to ``size`` groups of real dialogues."""
        chunks = floor_draws(self.sides[0], replicates, seed, size, "ranking")
        drawn = replicate(chunks, self.statistics[0])
        found = {}
        for name, statistic in self.statistics[0].items():
            draws = statistic.distances(drawn[name])
            known = draws[np.isfinite(draws)]
            found[name] = (float(known.mean()), float(np.quantile(known, 0.95)))
        return found

    def _chunks(self, place: int, replicates: int, seed: int) -> Iterator[Chunk]:
        units, (real, simulated) = self.units[place], self.sides[place].groups
        count = 1 + max(int(each.max()) for each in self.units)
        rng = generator(seed, "bootstrap ranking")
        for size in chunk_sizes(replicates, count):
            weights = poisson_weights(rng, size, count).astype(np.float32)
            left, right = weights[:, units[:real]], weights[:, units[real:]]
            yield Chunk(left, slice(0, real), right, slice(real, real + simulated))


def enter(
    real: Profile,
    simulated: tuple[Profile, ...],
    where: Mapping[str, str],
    pairs: Pairs,
    measures: Mapping[str, Dimension],
    jobs: int | None = None,
) -> Contest:
    """Choose the rows: scenarios that ALL simulators share with real users, else everything.

    Raises InputError for fewer than two simulators, where ``pairs`` "only" finds no
    shared scenario, and where no measure can be compared for all.
    """
    mine = keep_where(with_row_numbers(real), where, real.name, real=True)
    entries = []
    for profile, name, table in named_simulators(simulated):
        kept = keep_where(table, where, name, real=False)
        if kept.num_rows:
            entries.append((profile, name, kept))
    if len(entries) < 2:
        raise InputError(f"simulators: expected at least two, found {len(entries)}")
    tables = [table for _, _, table in entries]
    mine, tables, paired, note = _choose(mine, tables, pairs)
    link = pairs != "off"
    sides = tuple(bring_together(mine, table, paired, link) for table in tables)
    seen = [observe_all(measures, measures, each.table) for each in sides]
    left_out: dict[str, str] = {}
    for name, dimension in measures.items():
        for (profile, simulator, _), each, values in zip(entries, sides, seen, strict=True):
            reason = before_reading(dimension, each, real.metadata, profile.metadata)
            if reason is None and name not in values:
                reason = "the profiles lack its columns"
            reason = reason or after_reading(values[name], each)
            if reason is not None:
                left_out.setdefault(name, f"{simulator}: {reason}")
    able = [name for name in measures if name not in left_out]
    if not able:
        raise InputError(
            f"simulators: no measure can be compared ({next(iter(left_out.values()))})"
        )
    used = [
        {x: affordable(measures[x], values[x], each) for x in able}
        for each, values in zip(sides, seen, strict=True)
    ]
    if sampled := [
        x for x in able if any(u[x] is not s[x] for u, s in zip(used, seen, strict=True))
    ]:
        note += f"; {', '.join(sampled)} from a sample of them"
    works = [
        partial(_statistics, {x: measures[x] for x in able}, values, each)
        for each, values in zip(sides, used, strict=True)
    ]
    return Contest(
        names=tuple(name for _, name, _ in entries),
        real=mine,
        simulated=tuple(tables),
        sides=sides,
        units=_joint_units(mine, tables, [name for _, name, _ in entries], sides, link),
        statistics=tuple(in_threads(works, jobs)),
        measures={name: measures[name] for name in able},
        left_out=left_out,
        paired=paired,
        link=link,
        note=note,
    )


def _statistics(
    measures: Mapping[str, Dimension], values: Mapping[str, Observations], sides: Sides
) -> dict[str, Statistic]:
    return {x: statistic_of(each, values[x], sides) for x, each in measures.items()}


def _choose(
    real: pa.Table, tables: list[pa.Table], pairs: Pairs
) -> tuple[pa.Table, list[pa.Table], bool, str]:
    if pairs not in ("auto", "only", "off"):
        raise InputError(f"pairs: expected auto, only or off, found {pairs!r}")
    shared = set(column(real, "pair")) - {None}
    for table in tables:
        shared &= set(column(table, "pair"))
    if pairs == "only" and not shared:
        raise InputError("pairs: expected scenarios that all simulators share, found none")
    if pairs == "off" or (pairs == "auto" and len(shared) < ENOUGH_PAIRS):
        note = f"all {real.num_rows} real dialogues against all of each simulator"
        return real, tables, False, note
    kept = keep_pairs(real, shared)
    note = f"the {len(shared)} scenarios that all simulators share with real dialogues"
    return kept, [keep_pairs(table, shared) for table in tables], True, note


def _joint_units(
    real: pa.Table, tables: list[pa.Table], names: list[str], sides: tuple[Sides, ...], link: bool
) -> tuple[Integers, ...]:
    """The joint unit of each block, numbered by content and not by order of input."""
    entries = [("", real), *zip(names, tables, strict=True)]
    groups = [(name, x) for name, table in entries for x in column(table, "group")]
    pairs = [
        x if x is None or link else (name, x)
        for name, table in entries
        for x in column(table, "pair")
    ]
    component = np.array(connected_groups(groups, pairs), np.int64)
    digests = np.concatenate(
        [mix(digests_of(table) ^ np.uint64(key(f"side {name}"))) for name, table in entries]
    )
    count = int(component.max()) + 1
    rank = np.empty(count, np.int64)
    rank[np.argsort(group_digests(digests, component, count), kind="stable")] = np.arange(count)
    unit = rank[component]
    starts = np.cumsum([0, real.num_rows, *(table.num_rows for table in tables)])
    found = []
    for place, each in enumerate(sides):
        rows = np.concatenate([each.origin[0], starts[place + 1] + each.origin[1]])
        blocks = np.empty(each.real_block.size, np.int64)
        blocks[each.block] = unit[rows]
        found.append(blocks)
    return tuple(found)

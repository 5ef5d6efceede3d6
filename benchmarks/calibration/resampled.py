"""Samples of whole groups from a profile, through one cell of the engine's comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.canonical import ROW
from usergap.compare.cell import Task, compare_cell
from usergap.compare.draft import Draft
from usergap.compare.observations import needed_columns
from usergap.compare.power.population import Population, population
from usergap.dimensions import MEASURES
from usergap.profiles import Profile


@dataclass(frozen=True)
class Resampler:
    """One measure's columns of a profile, and its groups as a population."""

    measure: str
    table: pa.Table
    metadata: Any
    people: Population
    rows: tuple[NDArray[np.int64], ...]

    @classmethod
    def of(cls, profile: Profile, measure: str) -> Resampler:
        """Keep what the measure needs: identifying columns only slow the engine down."""
        dimension = MEASURES[measure]
        people = population(profile, dimension)
        order = np.argsort(people.block, kind="stable")
        ends = np.cumsum(np.bincount(people.block, minlength=people.groups))[:-1]
        rows = tuple(np.split(people.origin[order], ends))
        names = [x for x in needed_columns(dimension) if x in profile.table.column_names]
        names += ["mtld_tokens"] if measure == "mtld" else []
        names += ["words"] if measure == "errors" else []
        return cls(measure, profile.table.select(names), profile.metadata, people, rows)

    def draw(
        self, rng: np.random.Generator, n: int, shares: NDArray[np.float64] | None = None
    ) -> pa.Table:
        """Draw ``n`` groups with replacement; each draw is a group of its own."""
        picked = rng.choice(self.people.groups, n, p=shares)
        rows = np.concatenate([self.rows[group] for group in picked])
        groups = np.repeat(np.arange(n), [self.rows[group].size for group in picked])
        table = self.table.take(pa.array(rows))
        for name, kind in (
            ("pair", pa.string()),
            ("domain", pa.string()),
            ("language", pa.string()),
        ):
            table = table.append_column(name, pa.nulls(rows.size, kind))
        table = table.append_column("group", pa.array(groups, pa.int32()))
        return table.append_column(ROW, pa.array(np.arange(rows.size)))

    def draft(self, real: pa.Table, other: pa.Table, seed: int, replicates: int) -> Draft:
        """The engine's numbers for two samples."""
        task = Task(
            simulator="planted",
            measures={self.measure: MEASURES[self.measure]},
            real=self.metadata,
            simulated=self.metadata,
            cards={},
            paired=False,
            link=False,
            standardized=False,
            seed=seed,
            replicates=replicates,
        )
        return compare_cell(task, None, real, other)[0]

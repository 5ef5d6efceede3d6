"""One simulator against real users: its cells, and the rows that are made of their drafts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from usergap.annotators.annotator import Card
from usergap.compare.cell import Task, compare_cell
from usergap.compare.comparison import Row
from usergap.compare.draft import Draft
from usergap.compare.evidence import Compared
from usergap.compare.margins import Margin
from usergap.compare.multiplicity import benjamini_hochberg, holm
from usergap.compare.notes import (
    about_cells,
    about_mixes,
    about_profile,
    about_runs,
    about_standardizing,
)
from usergap.compare.pairing import Pairs, pair_up
from usergap.compare.selection import cells, keep_where
from usergap.compare.standardization import keep_shared
from usergap.dimensions.dimension import Dimension
from usergap.profiles import Profile


@dataclass(frozen=True)
class Request:
    """What is asked of every simulator; ``table`` holds the filtered real rows."""

    real: Profile
    table: pa.Table
    by: str | None
    where: Mapping[str, str]
    pairs: Pairs
    margins: Mapping[str, Margin]
    seed: int
    replicates: int
    cards: Mapping[str, Card]
    standardize: bool
    measures: Mapping[str, Dimension]


@dataclass(frozen=True)
class Found:
    """A simulator's rows, notes for the reader, and which dialogues were compared."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A simulator's cells before anything is drawn: the headline's first, then those by a field.

    Each is the field's value (None: the headline), the real rows and the simulated ones.
    """

    notes: tuple[str, ...]
    task: Task | None = None
    cells: tuple[tuple[str | None, pa.Table, pa.Table], ...] = ()

    @property
    def works(self) -> list[Callable[[], list[Draft]]]:
        """What computes each cell's drafts; in any order, on any thread."""
        return [partial(compare_cell, self.task, *cell) for cell in self.cells if self.task]

    @property
    def sizes(self) -> list[int]:
        """How many rows each cell has."""
        return [here.num_rows + there.num_rows for _, here, there in self.cells]


def plan_simulator(request: Request, profile: Profile, name: str, table: pa.Table) -> Planned:
    """The cells of one simulator; none, and a note, where the filter leaves nothing."""
    table = keep_where(table, request.where, name, real=False)
    if not table.num_rows:
        return Planned((f"{name}: no dialogue is left by the filter, so it is not compared",))
    notes = about_profile(profile, table, name)
    pairing = pair_up(request.table, table, request.pairs, name)
    real, simulated = pairing.real, pairing.simulated
    notes += [pairing.note] if pairing.note else []
    if not pairing.paired:
        notes += about_runs(real, simulated, name)
    standardized = request.standardize and not pairing.paired
    if standardized:
        real, simulated = keep_shared(real, simulated)
    elif not pairing.paired:
        notes += about_mixes(real, simulated, name)
    if request.standardize:
        left_out = (
            pairing.real.num_rows - real.num_rows,
            pairing.simulated.num_rows - simulated.num_rows,
        )
        notes += about_standardizing(name, pairing.paired, left_out)
    task = Task(
        simulator=name,
        measures=request.measures,
        real=request.real.metadata,
        simulated=profile.metadata,
        cards=request.cards,
        paired=pairing.paired,
        link=request.pairs != "off",
        standardized=standardized,
        seed=request.seed,
        replicates=request.replicates,
    )
    by = request.by
    parts = [] if by is None else list(cells(real, simulated, by, pairing.paired))
    if standardized:  # a cell may lack a domain that its side has elsewhere
        parts = [(value, *keep_shared(here, there)) for value, here, there in parts]
    notes += about_cells(by or "", parts, name)
    return Planned(tuple(notes), task, ((None, real, simulated), *parts))


def conclude(
    request: Request, profile: Profile, plan: Planned, drafts: Sequence[list[Draft]]
) -> Found:
    """A simulator's rows, from the drafts of its cells in their order."""
    if plan.task is None:
        return Found(notes=plan.notes)
    name = plan.task.simulator
    by_field = [draft for cell in drafts[1:] for draft in cell]
    return Found(
        rows=(*judged(drafts[0], request.margins), *judged(by_field, request.margins)),
        notes=plan.notes,
        compared=tuple(
            Compared(name, value, request.real, here, profile, there)
            for value, here, there in plan.cells
        ),
    )


def judged(drafts: list[Draft], margins: Mapping[str, Margin]) -> list[Row]:
    """Adjust p within one family: a simulator's measures (Holm), or its cells (BH).

    Each row is held against the margin on its own scale: a corrected distance against
    the corrected yardstick.
    """
    p_values = [draft.p for draft in drafts]
    whole = all(draft.domain is None for draft in drafts)
    nothing: list[float | None] = [None] * len(drafts)
    p_holm = holm(p_values) if whole else nothing
    q = nothing if whole else benjamini_hochberg(p_values)
    rows = []
    for place, draft in enumerate(drafts):
        limit = margins.get(draft.dimension.id)
        margin, doubtful = None, False
        if limit is not None:
            margin, doubtful = limit.on(corrected=draft.corrected is not None)
        rows.append(draft.row(p_holm[place], q[place], margin, doubtful=doubtful))
    return rows

"""One simulator against real users: pairing, the headline cell, the cells by a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


def compare_simulator(request: Request, profile: Profile, name: str, table: pa.Table) -> Found:
    """All rows of one simulator; none, and a note, where the filter leaves nothing."""
    table = keep_where(table, request.where, name, real=False)
    if not table.num_rows:
        return Found(notes=(f"{name}: no dialogue is left by the filter, so it is not compared",))
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
    drafts = [draft for part in parts for draft in compare_cell(task, *part)]
    whole = compare_cell(task, None, real, simulated)
    return Found(
        rows=(*judged(whole, request.margins), *judged(drafts, request.margins)),
        notes=tuple(notes),
        compared=tuple(
            Compared(name, value, request.real, here, profile, there)
            for value, here, there in [(None, real, simulated), *parts]
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

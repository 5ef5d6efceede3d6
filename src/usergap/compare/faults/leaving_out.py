"""Faulty dialogues: how many each simulator made, and what the gaps are without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from usergap.compare.comparison import Comparison
from usergap.compare.confounds.effect import Found, weigh
from usergap.compare.confounds.record import Confound
from usergap.compare.confounds.weighing import MOST_ROWS_OF_VECTORS, REPLICATES
from usergap.compare.faults.record import FaultAudit, FaultCount
from usergap.compare.matched import Mask, Matched, match
from usergap.compare.sides import column
from usergap.compare.workers import in_threads
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.dimensions.faults import fault_flags, faults
from usergap.profiles import Profile

TITLE = "Without faulty dialogues"
WORTH_WEIGHING = 0.05
"""Share of simulated dialogues from which on a kind that people show too is weighed alone."""


def fault_audits(
    real: Profile,
    *simulated: Profile,
    comparison: Comparison,
    measures: Mapping[str, Dimension] | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
    jobs: int | None = None,
) -> tuple[FaultAudit, ...]:
    """What the audit says of each simulator of ``comparison``; see docs/simulate/faults.md.

    ``real`` and ``simulated`` are the profiles that were compared, in their order. The
    audit is in a profile's columns, or is made where the dialogues' text is at hand.
    Simulators of profiles that hold neither are left out. Distances are raw and
    intervals as in ``confounds``, ``jobs`` too. Raises InputError like ``compare``.
    """
    measures = MEASURES if measures is None else measures
    works = [
        partial(_audit, matched)
        for matched in match(real, simulated, comparison, measures, replicates, seed)
    ]
    return tuple(each for each in in_threads(works, jobs) if each is not None)


def _audit(matched: Matched) -> FaultAudit | None:
    here, there = _flags(matched, 0), _flags(matched, 1)
    return None if there is None else _audited(matched, here, there)


Flags = Mapping[str, list[int | None]]


def _flags(matched: Matched, side: int) -> Flags | None:
    """0, 1 or None a dialogue and kind, in the order of the side's rows."""
    table, profile = matched.sides.table[side], matched.profiles[side]
    kinds = {kind: f"faults.{kind}" for kind in faults()}
    known = {
        kind: column(table, name) for kind, name in kinds.items() if name in table.column_names
    }
    if any(value is not None for values in known.values() for value in values):
        return {kind: known.get(kind, [None] * table.num_rows) for kind in kinds}  # type: ignore[misc]
    if profile.texts is None:
        return None
    dialogues = profile.texts.corpus.dialogues
    rows = list(fault_flags([dialogues[place] for place in matched.places(side)]))
    return {kind: [row[name] for row in rows] for kind, name in kinds.items()}


def _audited(matched: Matched, here: Flags | None, there: Flags) -> FaultAudit:
    real = matched.sides.real
    counts = tuple(_counted(kind, here, there) for kind in faults())
    marked = {kind: _mask(there[kind], real) for kind in faults()}
    faulty = np.logical_or.reduce([marked[kind] for kind in faults() if faults()[kind].alarm])
    faulty_real = None
    if here is not None:
        rows = zip(*(here[kind] for kind in faults() if faults()[kind].alarm), strict=True)
        faulty_real = sum(any(row) for row in rows)
    return FaultAudit(
        simulator=matched.simulator,
        n=int((~real).sum()),
        faulty=int(faulty.sum()),
        n_real=int(real.sum()),
        faulty_real=faulty_real,
        counts=counts,
        effects=tuple(_effects(matched, faulty, marked)),
    )


def _effects(matched: Matched, faulty: Mask, marked: Mapping[str, Mask]) -> Iterator[Confound]:
    if matched.sides.real.size > MOST_ROWS_OF_VECTORS:  # their cost is quadratic
        light = {x: r for x, r in matched.rows.items()
                 if matched.measures[x].kind is not Kind.VECTORS}  # fmt: skip
        matched = replace(matched, rows=light)
    simulated = int((~matched.sides.real).sum())
    if faulty.any():
        told = f"{int(faulty.sum())} of {simulated} simulated dialogues are faulty; without them"
        yield _without(matched, faulty, TITLE, told, None)
    for kind, mask in marked.items():
        fault = faults()[kind]
        if not fault.alarm and mask.sum() >= max(1.0, WORTH_WEIGHING * simulated):
            told = (
                f"{int(mask.sum())} of {simulated} simulated dialogues have this"
                " (people do so too); without them"
            )
            yield _without(matched, mask, fault.title, told, kind)


def _without(matched: Matched, mask: Mask, title: str, told: str, kind: str | None) -> Confound:
    left = matched.narrowed(~mask)
    return weigh(Found("faults", title, told, mask, left, matched.seen, stratum=kind), matched)


def _counted(kind: str, here: Flags | None, there: Flags) -> FaultCount:
    fault, mine = faults()[kind], [] if here is None else here[kind]
    return FaultCount(
        kind=kind,
        title=fault.title,
        alarm=fault.alarm,
        simulated=sum(flag == 1 for flag in there[kind]),
        judged_simulated=sum(flag is not None for flag in there[kind]),
        real=sum(flag == 1 for flag in mine),
        judged_real=sum(flag is not None for flag in mine),
    )


def _mask(flags: list[int | None], real: Mask) -> Mask:
    """The simulated rows with the fault, among the pooled ones."""
    mask = np.zeros(real.size, np.bool_)
    mask[~real] = [flag == 1 for flag in flags]
    return mask

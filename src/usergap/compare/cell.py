"""One cell: all measures of one simulator against real users, on the same draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from usergap.annotators.annotator import Card
from usergap.annotators.validation.missing import Labelled, about_missing, worst_case
from usergap.compare.assessment import Drawn, assess
from usergap.compare.draft import Draft
from usergap.compare.draws import observed
from usergap.compare.floors import floor_draws, stratified_draws
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import Observations, needed_columns, observe
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import Sides, bring_together, column
from usergap.compare.standardization import standardize
from usergap.compare.statistic import Statistic
from usergap.compare.thinning import affordable
from usergap.compare.undefined import after_reading, before_reading, undefined_share
from usergap.compare.unlike_groups import replicated_null
from usergap.compare.workers import stop_if_asked
from usergap.dimensions import Dimension, Kind


@dataclass(frozen=True)
class Task:
    """What stays the same for all cells of one simulator.

    ``real`` and ``simulated`` are the profiles' metadata; ``link`` says whether
    pairs connect the sides at all. ``people``: the other side are real people as well,
    so that their annotator's errors are those on real text.
    """

    simulator: str
    measures: Mapping[str, Dimension]
    real: Mapping[str, Any]
    simulated: Mapping[str, Any]
    cards: Mapping[str, Card]
    paired: bool
    link: bool
    standardized: bool
    seed: int
    replicates: int
    people: bool = False


def compare_cell(task: Task, domain: str | None, real: pa.Table, other: pa.Table) -> list[Draft]:
    """A draft for every measure; those that cannot be computed say why."""
    sides = bring_together(real, other, task.paired, task.link)
    if task.standardized and real.num_rows and other.num_rows:
        sides = standardize(sides)
    reasons: dict[str, str] = {}
    seen: dict[str, Observations] = {}
    for name, dimension in task.measures.items():
        reason = before_reading(dimension, sides, task.real, task.simulated)
        values = None if reason else observe(dimension, _pooled(sides, dimension))
        if values is None:
            reasons[name] = reason or "the profiles lack its columns"
            continue
        seen[name] = values
        reason = after_reading(values, sides)
        if reason:
            reasons[name] = reason
    able = {x: affordable(task.measures[x], seen[x], sides) for x in seen if x not in reasons}
    drawn = _draw(task, domain or "", sides, able)
    drafts = []
    for name, dimension in task.measures.items():
        stop_if_asked()
        draft = Draft(
            simulator=task.simulator,
            domain=domain,
            dimension=dimension,
            paired=task.paired,
            n_real=real.num_rows,
            n_simulated=other.num_rows,
            annotator=task.real.get("annotators", {}).get(name),
            undefined=reasons.get(name),
            undefined_real=_undefined(seen.get(name), sides, True),
            undefined_simulated=_undefined(seen.get(name), sides, False),
            remark=_sampled(able[name], seen[name]) if name in able else "",
        )
        if name in drawn:
            card = task.cards.get(name)
            draft = assess(draft, sides, drawn[name], card, task.seed, people=task.people)
        if dimension.kind is Kind.LABELS and name in seen:
            labelled = [_labelled(t, name) for t in sides.table]
            lacking = about_missing(dimension.unit, *labelled)
            remark = "; ".join(x for x in (draft.remark, lacking) if x)
            draft = replace(draft, remark=remark, unknown=worst_case(*labelled))
        drafts.append(draft)
    return drafts


def _labelled(table: pa.Table, name: str) -> Labelled:
    units, missing = (column(table, f"{name}.{x}") for x in ("units", "missing"))
    return Labelled(*(sum(int(str(x)) for x in values if x) for values in (units, missing)))


def _pooled(sides: Sides, dimension: Dimension) -> pa.Table:
    names = [*needed_columns(dimension), "language"]
    tables = [t.select([x for x in names if x in t.column_names]) for t in sides.table]
    return pa.concat_tables(tables, promote_options="permissive")


def _sampled(used: Observations, seen: Observations) -> str:
    if used is seen:
        return ""
    return f"from a sample of {int(used.defined.sum())} of {int(seen.defined.sum())} dialogues"


def _undefined(seen: Observations | None, sides: Sides, real: bool) -> float:
    mine = sides.real if real else ~sides.real
    if seen is None:
        return 1.0 if mine.any() else 0.0
    return undefined_share(seen.defined, mine)


def _draw(
    task: Task, cell: str, sides: Sides, seen: Mapping[str, Observations]
) -> dict[str, Drawn]:
    if not seen:
        return {}

    def made(over: Sides) -> dict[str, Statistic]:
        return {x: statistic_of(task.measures[x], seen[x], over) for x in seen}

    statistics = made(sides)
    plain = statistics
    if sides.stratum is not None:  # real rows keep their own weights on either side
        unmoved = replace(sides, swapped=sides.weight)
        plain = made(unmoved)
    settings = (task.replicates, task.seed)
    keeping = {x: statistic.keeping() for x, statistic in statistics.items()}
    sample = replicate([observed(sides)], keeping)
    resampled = replicate(bootstrap(sides, *settings, cell), keeping)
    permuted = replicated_null(sides, statistics, made, *settings, cell)
    if sides.stratum is None:
        floor = replicate(floor_draws(sides, *settings, sides.groups[1], cell), plain)
    else:
        floor = replicate(stratified_draws(sides, *settings, cell), plain)
    return {
        x: Drawn(
            seen[x],
            keeping[x],
            sample[x],
            resampled[x],
            permuted[x],
            floor[x],
            tests=len(seen),
        )
        for x in seen
    }

"""``compare``: from profiles to a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Literal

import pyarrow as pa

from usergap.annotators.annotator import Card
from usergap.compare.comparison import Comparison, Input, Row
from usergap.compare.evidence import Compared, find_evidence
from usergap.compare.headlines import headlines
from usergap.compare.margins import Margin, checked, default_limits
from usergap.compare.notes import (
    about_profile,
    about_replicates,
    about_same_dialogues,
    about_yardstick,
)
from usergap.compare.one_simulator import Request, conclude, plan_simulator
from usergap.compare.pairing import Pairs
from usergap.compare.selection import keep_where, named_simulators, with_row_numbers
from usergap.compare.standardization import MIX_WARNING, mix_difference
from usergap.compare.workers import Progress, in_threads, one_blas_thread
from usergap.compare.yardstick import yardsticks
from usergap.dimensions.dimension import Dimension
from usergap.dimensions.registry import MEASURES
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.version import __version__

FEWEST_REPLICATES = 100
YARDSTICK_REPLICATES = 500


@one_blas_thread()
def compare(
    real: Profile,
    *simulated: Profile,
    by: str | None = None,
    where: Mapping[str, str] | None = None,
    pairs: Pairs = "auto",
    margins: Mapping[str, float] | None = None,
    yardstick: Profile | None = None,
    seed: int = 0,
    replicates: int = 2000,
    cards: Mapping[str, Card] | None = None,
    standardize: Literal["domain"] | None = None,
    measures: Mapping[str, Dimension] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare real users with each simulator, measure by measure.

    ``by`` adds a cell for each value of a profile field, ``where`` filters.
    ``pairs``: auto, only or off. ``margins`` {measure: distance} and ``yardstick``
    (another profile of real users: its distance to ``real``, without what chance adds
    to it, is the margin) replace the shipped margins, measure by measure. ``cards``
    {measure: card} correct label rates for the annotator's errors. ``standardize``
    "domain" weighs pooled simulated dialogues to the real domain mix. The result
    depends on the data and on ``seed``, not on the order of dialogues nor on other
    simulators in the call, nor on ``jobs``: how many cells are computed side by side, in
    threads (None: one a core). ``progress`` is called with the cells done and all cells.
    Raises InputError for options or profiles that cannot be compared.
    """
    measures = MEASURES if measures is None else measures
    where = dict(where or {})
    _check(real, simulated, standardize, seed, replicates)
    real_table = keep_where(with_row_numbers(real), where, real.name, real=True)
    limits, doubts = _margins(real, real_table, yardstick, margins, measures, where, cards or {})
    request = Request(
        real=real,
        table=real_table,
        by=by,
        where=where,
        pairs=pairs,
        margins=limits,
        seed=seed,
        replicates=replicates,
        cards=cards or {},
        standardize=standardize is not None,
        measures=measures,
    )
    rows: list[Row] = []
    named = list(named_simulators(simulated))
    notes: list[str] = []
    for _, name, table in named:  # first of all: a terminal shows the first notes only
        there = keep_where(table, where, name, real=False)
        notes += about_same_dialogues(real_table, there, name)
    notes += [*doubts, *about_replicates(replicates, len(measures))]
    notes += about_profile(real, real_table, "real")
    compared: list[Compared] = []
    plans = [
        (profile, plan_simulator(request, profile, name, table)) for profile, name, table in named
    ]
    works = [work for _, plan in plans for work in plan.works]
    sizes = [size for _, plan in plans for size in plan.sizes]
    drafts = iter(in_threads(works, jobs, sizes=sizes, progress=progress))
    for profile, plan in plans:
        one = conclude(request, profile, plan, list(islice(drafts, len(plan.cells))))
        rows += one.rows
        notes += one.notes
        compared += one.compared
    if not rows:
        raise InputError(f"where: expected {where} in a simulated profile, found no such dialogue")
    return Comparison(
        version=__version__,
        settings={
            "by": by,
            "where": where,
            "pairs": pairs,
            "margins": {name: each.raw for name, each in limits.items()},
            "margins_corrected": {
                name: each.corrected
                for name, each in limits.items()
                if each.corrected is not None and each.corrected != each.raw
            },
            "ranking_units": {name: each.unit for name, each in limits.items()},
            "yardstick": None if yardstick is None else yardstick.name,
            "standardize": standardize,
            "seed": seed,
            "replicates": replicates,
            "dimensions": {name: measure.version for name, measure in measures.items()},
        },
        inputs=tuple(_input(profile) for profile in (real, *simulated)),
        rows=tuple(rows),
        headlines=headlines(rows, measures, [] if standardize else _other_topics(compared)),
        notes=tuple(dict.fromkeys(notes)),
        cards={name: asdict(card) for name, card in request.cards.items()},
        evidence=find_evidence(rows, measures, compared),
    )


def _check(
    real: Profile,
    simulated: tuple[Profile, ...],
    standardize: str | None,
    seed: int,
    replicates: int,
) -> None:
    if not simulated:
        raise InputError("compare: expected at least one simulated profile, found none")
    for profile in (real, *simulated):
        if not len(profile):
            raise InputError(f"{profile.name}: expected dialogues, found none")
    if standardize not in (None, "domain"):
        raise InputError(f"standardize: expected domain, found {standardize!r}")
    if seed < 0:
        raise InputError(f"seed: expected 0 or more, found {seed}")
    if replicates < FEWEST_REPLICATES:
        raise InputError(f"replicates: expected at least {FEWEST_REPLICATES}, found {replicates}")


def _margins(
    real: Profile,
    table: pa.Table,
    yardstick: Profile | None,
    given: Mapping[str, float] | None,
    measures: Mapping[str, Dimension],
    where: Mapping[str, str],
    cards: Mapping[str, Card],
) -> tuple[dict[str, Margin], list[str]]:
    """Given margins before the yardstick's distances before the shipped ones, and notes."""
    given, notes = checked(given or {}, measures), []
    found = {x: value for x, value in default_limits().items() if x in measures}
    if yardstick is not None:
        people = keep_where(with_row_numbers(yardstick), where, yardstick.name, real=False)
        apart = yardsticks(
            (real, yardstick), (table, people), measures, cards, YARDSTICK_REPLICATES
        )
        found |= {name: Margin.of(each) for name, each in apart.items()}
        notes = about_yardstick(
            yardstick.name, {name: each for name, each in apart.items() if name not in given}
        )
    return found | {name: Margin.given(value) for name, value in given.items()}, notes


def _other_topics(compared: Sequence[Compared]) -> list[str]:
    """Simulators whose domain mix differs from that of the real dialogues they are compared to."""
    return [
        x.simulator
        for x in compared
        if x.domain is None
        and (mix_difference(x.real_table, x.simulated_table) or 0.0) > MIX_WARNING
    ]


def _input(profile: Profile) -> Input:
    path = profile.metadata.get("path") or profile.name
    if profile.texts is not None:
        path = profile.texts.corpus.reading.path
    return Input(
        name=profile.name,
        path=str(path),
        sha256=str(profile.metadata.get("sha256", "")),
        dialogues=len(profile),
        dropped=int(profile.metadata.get("dropped", 0) or 0),
    )

"""``compare``: from profiles to a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pyarrow as pa

from usergap.annotators.annotator import Card
from usergap.compare.cell import Task, compare_cell
from usergap.compare.comparison import Comparison, Input, Row
from usergap.compare.draft import Draft
from usergap.compare.evidence import Compared, find_evidence
from usergap.compare.headlines import headlines
from usergap.compare.margins import checked, default_margins
from usergap.compare.multiplicity import benjamini_hochberg, holm
from usergap.compare.notes import about_mixes, about_profile
from usergap.compare.pairing import Pairs, pair_up
from usergap.compare.selection import cells, keep_where, split_by_simulator, with_row_numbers
from usergap.compare.standardization import keep_shared
from usergap.dimensions.dimension import Dimension
from usergap.dimensions.registry import MEASURES
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.version import __version__

FEWEST_REPLICATES = 100


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
) -> Comparison:
    """Compare real users with each simulator, measure by measure.

    ``by`` adds a cell for each value of a profile field, ``where`` filters.
    ``pairs``: auto, only or off. ``margins`` {measure: distance} and ``yardstick``
    (another profile of real users: its distance to ``real`` is the margin) replace
    the shipped margins, measure by measure. ``cards`` {measure: card} correct
    label rates for the annotator's errors. ``standardize`` "domain" weighs pooled
    simulated dialogues to the real domain mix. The result depends on the data and
    on ``seed``, not on the order of dialogues nor on other simulators in the call.
    Raises InputError for options or profiles that cannot be compared.
    """
    measures = MEASURES if measures is None else measures
    where = dict(where or {})
    _check(real, simulated, standardize, replicates)
    rows, notes = [], []
    real_table = keep_where(with_row_numbers(real), where, real.name, real=True)
    notes += about_profile(real, real_table, "real")
    margins = _margins(real, real_table, yardstick, margins, measures, where)
    compared: list[Compared] = []
    for profile, name, table in _simulators(simulated):
        table = keep_where(table, where, name, real=False)
        if not table.num_rows:
            notes.append(f"{name}: no dialogue is left by the filter, so it is not compared")
            continue
        notes += about_profile(profile, table, name)
        pairing = pair_up(real_table, table, pairs, name)
        mine, theirs = pairing.real, pairing.simulated
        notes += [pairing.note] if pairing.note else []
        standardized = standardize is not None and not pairing.paired
        if standardize is not None and pairing.paired:
            notes.append(f"{name}: paired scenarios have one domain mix, nothing to standardise")
        if standardized:
            mine, theirs = keep_shared(mine, theirs)
        elif not pairing.paired:
            notes += about_mixes(mine, theirs, name)
        task = Task(
            simulator=name,
            measures=measures,
            real=real.metadata,
            simulated=profile.metadata,
            cards=cards or {},
            paired=pairing.paired,
            link=pairs != "off",
            standardized=standardized,
            seed=seed,
            replicates=replicates,
        )
        rows += _judged(compare_cell(task, None, mine, theirs), margins)
        parts = [] if by is None else list(cells(mine, theirs, by, pairing.paired))
        drafts = [x for part in parts for x in compare_cell(task, *part)]
        rows += _judged(drafts, margins)
        compared += [
            Compared(name, value, real, here, profile, there)
            for value, here, there in [(None, mine, theirs), *parts]
        ]
    if not rows:
        raise InputError(f"where: expected {where} in a simulated profile, found no such dialogue")
    return Comparison(
        version=__version__,
        settings={
            "by": by,
            "where": where,
            "pairs": pairs,
            "margins": dict(margins),
            "yardstick": None if yardstick is None else yardstick.name,
            "standardize": standardize,
            "seed": seed,
            "replicates": replicates,
        },
        inputs=tuple(_input(profile) for profile in (real, *simulated)),
        rows=tuple(rows),
        headlines=headlines(rows, measures),
        notes=tuple(dict.fromkeys(notes)),
        cards=_cards(cards or {}),
        evidence=find_evidence(rows, measures, compared),
    )


def _check(
    real: Profile, simulated: tuple[Profile, ...], standardize: str | None, replicates: int
) -> None:
    if not simulated:
        raise InputError("compare: expected at least one simulated profile, found none")
    for profile in (real, *simulated):
        if not len(profile):
            raise InputError(f"{profile.name}: expected dialogues, found none")
    if standardize not in (None, "domain"):
        raise InputError(f"standardize: expected domain, found {standardize!r}")
    if replicates < FEWEST_REPLICATES:
        raise InputError(f"replicates: expected at least {FEWEST_REPLICATES}, found {replicates}")


def _simulators(profiles: tuple[Profile, ...]) -> Iterator[tuple[Profile, str, pa.Table]]:
    taken: set[str] = set()
    for profile in profiles:
        for name, table in split_by_simulator(profile):
            unique, number = name, 2
            while unique in taken:
                unique = f"{name} ({profile.name})" if number == 2 else f"{name} ({number})"
                number += 1
            taken.add(unique)
            yield profile, unique, table


def _judged(drafts: list[Draft], margins: Mapping[str, float]) -> list[Row]:
    """Adjust p within one family: a simulator's measures (Holm), or its cells (BH)."""
    p_values = [draft.p for draft in drafts]
    whole = all(draft.domain is None for draft in drafts)
    nothing: list[float | None] = [None] * len(drafts)
    p_holm = holm(p_values) if whole else nothing
    q = nothing if whole else benjamini_hochberg(p_values)
    return [
        draft.row(p_holm[place], q[place], margins.get(draft.dimension.id))
        for place, draft in enumerate(drafts)
    ]


def _margins(
    real: Profile,
    table: pa.Table,
    yardstick: Profile | None,
    given: Mapping[str, float] | None,
    measures: Mapping[str, Dimension],
    where: Mapping[str, str],
) -> dict[str, float]:
    """Given margins before the yardstick's distances before the shipped ones."""
    found = {x: value for x, value in default_margins().items() if x in measures}
    if yardstick is not None:
        task = Task(
            simulator=yardstick.name,
            measures=measures,
            real=real.metadata,
            simulated=yardstick.metadata,
            cards={},
            paired=False,
            link=False,
            standardized=False,
            seed=0,
            replicates=FEWEST_REPLICATES,
        )
        people = keep_where(with_row_numbers(yardstick), where, yardstick.name, real=False)
        drafts = compare_cell(task, None, table, people)
        found |= {x.dimension.id: x.value for x in drafts if x.value}
    return found | dict(checked(given or {}, measures))


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


def _cards(cards: Mapping[str, Card]) -> dict[str, Any]:
    from dataclasses import asdict

    return {name: asdict(card) for name, card in cards.items()}

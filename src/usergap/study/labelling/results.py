"""How far a labelling study is, and how well its raters agree, as answers come in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.labelling.alpha import alpha, masi, nominal
from usergap.study.labelling.codebook import chapter
from usergap.study.labelling.kappa import kappa
from usergap.study.labelling.units import (
    ENOUGH,
    State,
    Unit,
    dimensions_asked,
    given_units,
)
from usergap.study.records import Answer, Study


@dataclass(frozen=True, slots=True)
class Progress:
    """The units of one dimension by their state; ``single``: judged by one rater so far."""

    dimension: str
    units: int
    agreed: int
    disputed: int
    single: int
    unseen: int


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement on a whole dimension (``label`` None) or on one label of it.

    ``unit``: user turn, or dialogue for identity of whole ones. ``judged``: units with two
    raters or more; ``times``: how often the label was given there. Alpha of a dimension is
    MASI's, its kappa that of whole sets. Both have the 95 % interval of a bootstrap of
    dialogues, kappa from ``kappa_low`` to ``kappa_high``; None where there is none.
    """

    dimension: str
    unit: str
    label: str | None
    judged: int
    times: int
    kappa: float | None
    alpha: Estimate
    kappa_low: float | None = None
    kappa_high: float | None = None


@dataclass(frozen=True, slots=True)
class LabellerAccount:
    """One rater; ``shared`` units judged by others too, ``same`` of them judged alike."""

    rater: str
    number: int
    items: int
    seconds: float
    shared: int
    same: float | None


@dataclass(frozen=True, slots=True)
class LabellingResults:
    """All of it; ``wanting`` judgements are missing until every item has two."""

    progress: tuple[Progress, ...]
    agreement: tuple[AgreementRow, ...]
    raters: tuple[LabellerAccount, ...]
    wanting: int


def labelling_results(study: Study, answers: Sequence[Answer]) -> LabellingResults:
    """The results so far. Counts are of the turns drawn, not weighted to the corpus."""
    units = given_units(study, answers)
    judged = Counter(one.item for one in answers)
    usual = [item.number for item in study.items if not item.attention]
    return LabellingResults(
        progress=tuple(_progress(units, name) for name in dimensions_asked(study)),
        agreement=tuple(_agreement(study, units)),
        raters=tuple(_accounts(units, answers)),
        wanting=sum(max(0, ENOUGH - judged[number]) for number in usual),
    )


def _progress(units: Sequence[Unit], dimension: str) -> Progress:
    mine = [unit for unit in units if unit.dimension == dimension]
    states = Counter(unit.state for unit in mine)
    return Progress(
        dimension,
        len(mine),
        states[State.AGREED],
        states[State.DISPUTED],
        sum(len(unit.given) == 1 for unit in mine),
        sum(not unit.given for unit in mine),
    )


def _agreement(study: Study, units: Sequence[Unit]) -> Iterator[AgreementRow]:
    for name in dimensions_asked(study):
        mine = [unit for unit in units if unit.dimension == name]
        yield from _rows(name, "user turn", mine, study.seed)
        if name == "identity" and study.settings.get("whole"):
            yield from _rows(name, "dialogue", _by_dialogue(mine), study.seed)


def _by_dialogue(units: Sequence[Unit]) -> list[Unit]:
    """Units of one dimension of whole dialogues put together: what a rater saw in any turn."""
    items: dict[int, list[Unit]] = {}
    for unit in units:
        items.setdefault(unit.item, []).append(unit)
    whole = []
    for number, mine in items.items():
        given = {
            rater: tuple(sorted({x for unit in mine for x in unit.given[rater]} - {"none"}))
            or ("none",)
            for rater in mine[0].given
        }
        whole.append(Unit(number, 0, mine[0].dimension, mine[0].dialogue, given))
    return whole


def _rows(name: str, unit: str, units: Sequence[Unit], seed: int) -> Iterator[AgreementRow]:
    judged = [one for one in units if len(one.given) >= ENOUGH]
    cluster = [one.dialogue for one in judged]
    sets = [{who: frozenset(said) for who, said in one.given.items()} for one in judged]
    if not judged:
        return
    times = sum(len(one) for one in sets)
    cohen = kappa(sets, cluster, seed)
    found = alpha(sets, cluster, masi, seed)
    yield AgreementRow(
        name, unit, None, len(judged), times, cohen.value, found, cohen.low, cohen.high
    )
    for label in chapter(name).labels:
        said = [{who: label in given for who, given in one.items()} for one in sets]
        times = sum(sum(one.values()) for one in said)
        if times:
            cohen = kappa(said, cluster, seed)
            found = alpha(said, cluster, nominal, seed)
            yield AgreementRow(
                name, unit, label, len(judged), times, cohen.value, found, cohen.low, cohen.high
            )


def _accounts(units: Sequence[Unit], answers: Sequence[Answer]) -> Iterator[LabellerAccount]:
    shared: Counter[str] = Counter()
    same: dict[str, float] = defaultdict(float)
    for unit in units:
        for rater, said in unit.given.items():
            others = [frozenset(x) for who, x in unit.given.items() if who != rater]
            if others:
                shared[rater] += 1
                same[rater] += sum(one == frozenset(said) for one in others) / len(others)
    for number, rater in enumerate(dict.fromkeys(one.rater for one in answers)):
        seconds = [one.seconds for one in answers if one.rater == rater]
        yield LabellerAccount(
            rater, number, len(seconds), float(np.median(seconds)), shared[rater],
            same[rater] / shared[rater] if shared[rater] else None,
        )  # fmt: skip

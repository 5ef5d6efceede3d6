"""Labels as rows of a label file, one file a source, without any conversation text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usergap.annotators.sidecar import SidecarRow
from usergap.dimensions import Labels
from usergap.study.labelling.settled import Decided, final_labels
from usergap.study.labelling.units import Unit, given_units
from usergap.study.records import Answer, Item, Study


@dataclass(frozen=True)
class Export:
    """The rows of each source; ``open``: units without a label that counts, by dimension.

    What people cannot agree on is seldom like the rest: with open units all figures from
    the rows lean to the easy ones.
    """

    rows: dict[str, list[SidecarRow]]
    open: dict[str, int]


def final_rows(study: Study, answers: Sequence[Answer], decided: Decided) -> Export:
    """One row a turn: agreed labels, and decided ones where raters differ.

    The annotator is the study, so that real and simulated sides count as labelled alike.
    """
    by_turn: dict[tuple[int, int], dict[str, Labels]] = {}
    missing: dict[str, int] = {}
    for unit in given_units(study, answers):
        labels = final_labels(unit, decided)
        mine = by_turn.setdefault((unit.item, unit.turn), {})
        if labels is None:
            missing[unit.dimension] = missing.get(unit.dimension, 0) + 1
        else:
            mine[unit.dimension] = labels
    rows = _sources(study)
    for (number, turn), labels_of in by_turn.items():
        if labels_of:
            item = study.items[number]
            rows[item.truth["source"]].append(_row(item, turn, labels_of, annotator_of(study)))
    return Export({name: _ordered(mine) for name, mine in rows.items()}, missing)


def rater_rows(study: Study, answers: Sequence[Answer]) -> Export:
    """Every rater's own rows, for agreement by other tools: first labels, nothing decided."""
    rows = _sources(study)
    numbers = {rater: at for at, rater in enumerate(dict.fromkeys(x.rater for x in answers), 1)}
    by_rater: dict[tuple[int, int, str], list[Unit]] = {}
    for unit in given_units(study, answers):
        for rater in unit.given:
            by_rater.setdefault((unit.item, unit.turn, rater), []).append(unit)
    for (number, turn, rater), units in by_rater.items():
        item = study.items[number]
        labels = {unit.dimension: unit.given[rater] for unit in units}
        name = f"{study.id}-rater-{numbers[rater]} 1"
        rows[item.truth["source"]].append(_row(item, turn, labels, name))
    return Export({name: _ordered(mine) for name, mine in rows.items()}, {})


def annotator_of(study: Study) -> str:
    """The name and version under which the labels that count are known."""
    return f"people:{study.id} {study.settings['codebook']}"


def _sources(study: Study) -> dict[str, list[SidecarRow]]:
    return {name: [] for name in study.settings["sources"]}


def _ordered(rows: Sequence[SidecarRow]) -> list[SidecarRow]:
    return sorted(rows, key=lambda row: (row.annotator or "", row.dialogue_id, row.turn))


def _row(item: Item, turn: int, labels: dict[str, Labels], annotator: str) -> SidecarRow:
    return SidecarRow(
        item.truth["dialogue"],
        turn,
        labels,
        annotator=annotator,
        inclusion_p=item.truth["inclusion_p"],
        dialogue_p=item.truth["dialogue_p"],
    )

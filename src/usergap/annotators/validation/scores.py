"""An annotator against gold labels: which units both judged, side by side, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.annotator import Annotation
from usergap.annotators.llm.sentences import sentence_places
from usergap.annotators.sidecar import SidecarRow
from usergap.dialogues import Corpus, Dialogue, connected_groups
from usergap.dimensions import MEASURES, Kind, Labels
from usergap.errors import InputError

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """The units of one dimension and one side that have gold.

    ``gold, given`` (n, labels) yes/no over the units that the annotator judged too;
    ``weight`` (n,) one over the inclusion probability, ``cluster`` (n,) the connected
    group of conversation and scenario, ``dialogue`` (n,) its place in the corpus.
    ``missing``: gold units (weighted share) that the annotator gave nothing for.
    """

    dimension: str
    side: str
    unit: str
    labels: tuple[str, ...]
    gold: Flags
    given: Flags
    weight: NDArray[np.float64]
    cluster: NDArray[np.int64]
    dialogue: NDArray[np.int64]
    missing: float
    seen: int = 0


def side_of(dialogue: Dialogue, side: str | None, corpus: str) -> str:
    """``real``, or the simulator's name. Raises ``InputError`` where that is not recorded."""
    if side == "real":
        return "real"
    if dialogue.simulator or side:
        return dialogue.simulator or (corpus if side == "simulated" else str(side))
    origin = dialogue.provenance.origin if dialogue.provenance else "not recorded"
    if origin == "real":
        return "real"
    if origin == "synthetic":
        return corpus
    raise InputError(
        f"{corpus}: dialogue {dialogue.id!r}: expected a simulator or a provenance that says "
        "whether its user is real, found neither: give --side real or --side simulated"
    )


def compare_with_gold(
    corpus: Corpus,
    gold: Sequence[SidecarRow],
    found: Sequence[Annotation],
    dimensions: Sequence[str],
    side: str | None = None,
) -> list[Judged]:
    """Line gold and annotations up, per dimension and side that have units.

    Of several annotators' rows for a unit in ``gold`` the first counts. Identity is
    judged per dialogue and only where gold labels all of its turns, because only then
    is it known what the user did not tell; of a sample only where whole dialogues were
    drawn (``dialogue_p``), because turns drawn one by one rarely make a whole one and
    leave unknown how rarely. Raises ``InputError``.
    """
    table: dict[tuple[str, int, int | None], SidecarRow] = {}
    for row in gold:
        table.setdefault((row.dialogue_id, row.turn, row.sentence), row)
    if not any(key[0] == dialogue.id for dialogue in corpus for key in table):
        raise InputError(f"gold labels: expected dialogues of {corpus.name}, found only others")
    groups = connected_groups([d.conversation_id for d in corpus], [d.scenario_id for d in corpus])
    sides = [side_of(dialogue, side, corpus.name) for dialogue in corpus]
    made = []
    for name in dimensions:
        cells = [
            cell
            for place, (dialogue, annotation) in enumerate(zip(corpus, found, strict=True))
            for cell in _cells(name, place, dialogue, annotation, table)
        ]
        for who in dict.fromkeys(sides):
            mine = [cell for cell in cells if sides[cell.dialogue] == who]
            if mine:
                seen = sum(a.seen for a, s in zip(found, sides, strict=True) if s == who)
                made.append(_judged(name, who, mine, groups, seen))
    return made


@dataclass(frozen=True, slots=True)
class _Cell:
    dialogue: int
    gold: Labels
    given: Labels | None
    weight: float


def _cells(
    name: str,
    place: int,
    dialogue: Dialogue,
    annotation: Annotation,
    table: Mapping[tuple[str, int, int | None], SidecarRow],
) -> list[_Cell]:
    """The units of one dialogue that have gold."""
    keys: list[tuple[int, int | None]] = [(turn.number, None) for turn in dialogue.turns]
    if name == "emotion":
        keys = list(sentence_places(dialogue))
    units = annotation.units.get(name) or (None,) * len(keys)
    whole = name in MEASURES and MEASURES[name].kind is Kind.FLAGS
    cells = []
    for key, given in zip(keys, units, strict=True):
        row = table.get((dialogue.id, *key))
        gold = row.labels.get(name) if row else None
        if row is not None and gold is not None:
            drawn = row.inclusion_p if row.dialogue_p is None or not whole else row.dialogue_p
            by_turn = whole and row.dialogue_p is None and drawn not in (None, 1.0)
            cells += [] if by_turn else [_Cell(place, gold, given, 1 / (drawn or 1.0))]
    if not whole:
        return cells
    if len(cells) < len(keys) or not cells:
        return []
    given_all = [cell.given for cell in cells]
    union = None if None in given_all else _union([x for x in given_all if x is not None])
    return [_Cell(place, _union([cell.gold for cell in cells]), union, cells[0].weight)]


def _union(labels: Sequence[Labels]) -> Labels:
    found = tuple(dict.fromkeys(x for one in labels for x in one if x != "none"))
    return found or ("none",)


def _judged(
    name: str, side: str, cells: Sequence[_Cell], groups: Sequence[int], seen: int
) -> Judged:
    measure = MEASURES[name]
    labels = measure.labels
    both = [cell for cell in cells if cell.given is not None]
    total = sum(cell.weight for cell in cells)
    place = np.array([cell.dialogue for cell in both], np.int64)
    return Judged(
        dimension=name,
        side=side,
        unit=measure.unit,
        labels=labels,
        gold=_flags([cell.gold for cell in both], labels),
        given=_flags([cell.given or () for cell in both], labels),
        weight=np.array([cell.weight for cell in both], np.float64),
        cluster=np.array([groups[at] for at in place], np.int64),
        dialogue=place,
        missing=1.0 - sum(cell.weight for cell in both) / total,
        seen=seen,
    )


def _flags(units: Sequence[Labels], labels: tuple[str, ...]) -> Flags:
    return np.array([[x in unit for x in labels] for unit in units], np.bool_).reshape(
        -1, len(labels)
    )

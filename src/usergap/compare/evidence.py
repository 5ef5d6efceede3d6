"""Turns that show a gap; only where the text is at hand, and never written to a file.

Labels: turns with the label that the simulator overdoes most, and real turns with
the one that it misses most. Numbers: dialogues at the quartiles of both sides.
Vectors: dialogues furthest along the line between the two sides' means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
import pyarrow as pa

from usergap.compare.canonical import ROW, digests_of
from usergap.compare.comparison import Evidence, Row, Verdict
from usergap.compare.headlines import number, rises
from usergap.compare.observations import Observations, observe
from usergap.compare.phrases import BACKGROUND
from usergap.compare.sides import column
from usergap.dialogues import Dialogue, Turn
from usergap.dimensions import Dimension, Kind
from usergap.profiles import Profile, Texts

PER_SIDE = 3
TEXT_CUT = 400
ANSWER_CUT = 200
ENOUGH_RISE = 0.01
LABELLED = (Kind.LABELS, Kind.FLAGS)


@dataclass(frozen=True)
class Compared:
    """The rows of one cell, both sides, and the profiles that they are from."""

    simulator: str
    domain: str | None
    real: Profile
    real_table: pa.Table
    simulated: Profile
    simulated_table: pa.Table
    found: dict[str, tuple[Observations | None, Observations | None]] = field(default_factory=dict)

    @cached_property
    def real_rows(self) -> list[int]:
        """The real rows' places in their profile, in an order that only content decides."""
        return _rows(self.real_table)

    @cached_property
    def simulated_rows(self) -> list[int]:
        """The same of the simulated rows."""
        return _rows(self.simulated_table)


def find_evidence(
    rows: Sequence[Row], measures: Mapping[str, Dimension], cells: Sequence[Compared]
) -> tuple[Evidence, ...]:
    """Up to three turns a side for every row that differs; the same for any row order."""
    places = {(cell.simulator, cell.domain): cell for cell in cells}
    shown = [
        (row, measures[row.measure], places[row.simulator, row.domain])
        for row in rows
        if row.verdict is Verdict.DIFFERS and (row.simulator, row.domain) in places
    ]
    _label_at_once(shown)
    return tuple(turn for each in shown for turn in _show(*each))


def _label_at_once(shown: Sequence[tuple[Row, Dimension, Compared]]) -> None:
    """Where labels are made on demand, make those that all rows will ask for together."""
    wanted: dict[int, tuple[Texts, list[int]]] = {}
    for row, dimension, cell in shown:
        for _, profile, table, simulated in _sides(cell):
            if profile.texts is None or dimension.kind not in LABELLED:
                continue
            if (label := _label(row, simulated)) is None:
                continue
            rows = cell.simulated_rows if simulated else cell.real_rows
            first = islice(_carrying(dimension, label, table, rows), PER_SIDE)
            wanted.setdefault(id(profile.texts), (profile.texts, []))[1].extend(first)
    for texts, rows in wanted.values():
        texts.labels_of(rows)


def _sides(cell: Compared) -> tuple[tuple[str, Profile, pa.Table, bool], ...]:
    return (
        ("real", cell.real, cell.real_table, False),
        (cell.simulator, cell.simulated, cell.simulated_table, True),
    )


def _show(row: Row, dimension: Dimension, cell: Compared) -> Iterator[Evidence]:
    for name, profile, table, simulated in _sides(cell):
        if profile.texts is None:
            continue
        rows = cell.simulated_rows if simulated else cell.real_rows
        if dimension.kind in LABELLED:
            label = _label(row, simulated)
            chosen = _labelled(dimension, label, profile.texts, table, rows) if label else []
        elif dimension.kind is Kind.NUMBER:
            chosen = _typical(dimension, profile.texts, table, rows)
        else:
            chosen = _apart(dimension, cell, profile.texts, simulated)
        for label, dialogue, turn in chosen:
            yield Evidence(
                measure=row.measure,
                simulator=row.simulator,
                domain=row.domain,
                side=name,
                label=label,
                dialogue=dialogue.id,
                turn=turn.number,
                text=_cut(turn.text),
                answer=turn.answer if len(turn.answer) <= ANSWER_CUT else _end(turn.answer),
            )


def _label(row: Row, simulated: bool) -> str | None:
    """The label that the side shows more often than the other, background ones last."""
    ordered = [(rise if simulated else -rise, label) for rise, label in rises(row)]
    ordered.sort(key=lambda pair: (pair[1] in BACKGROUND, -pair[0]))
    for rise, label in ordered:
        if rise >= ENOUGH_RISE:
            return label
    return None


def _carrying(
    dimension: Dimension, label: str, table: pa.Table, rows: Sequence[int]
) -> Iterator[int]:
    """The rows that may show a label, in their order: all but those that count none of it."""
    counted = column(table, f"{dimension.id}.{label}")
    none = {row for row, count in zip(table[ROW].to_pylist(), counted, strict=True) if count == 0}
    return (row for row in rows if row not in none)


def _labelled(
    dimension: Dimension, label: str, texts: Texts, table: pa.Table, rows: Sequence[int]
) -> list[tuple[str, Dialogue, Turn]]:
    found: list[tuple[str, Dialogue, Turn]] = []
    for place in _carrying(dimension, label, table, rows):
        dialogue = texts.corpus.dialogues[place]
        (labelled,) = texts.labels_of([place])
        units = labelled.units.get(dimension.id, ())
        for unit, labels in enumerate(units):
            if labels is None or label not in labels:
                continue
            turn = _turn_of(dimension, dialogue, unit)
            if turn is not None:
                found.append((label, dialogue, turn))
                break  # one turn a dialogue
        if len(found) == PER_SIDE:
            break
    return found


def _turn_of(dimension: Dimension, dialogue: Dialogue, unit: int) -> Turn | None:
    if dimension.unit != "sentence":
        return dialogue.turns[unit] if unit < len(dialogue.turns) else None
    from usergap.dimensions.counting import sentences

    for turn in dialogue.turns:
        unit -= len(sentences(turn.text))
        if unit < 0:
            return turn
    return None


def _typical(
    dimension: Dimension, texts: Texts, table: pa.Table, rows: Sequence[int]
) -> list[tuple[str, Dialogue, Turn]]:
    seen = observe(dimension, table)
    values: dict[int, float] = {}
    if seen is not None:
        places = table[ROW].to_pylist()
        values = {places[at]: float(seen.values[at, 0]) for at in np.flatnonzero(seen.defined)}
    found: dict[int, tuple[str, Dialogue, Turn]] = {}
    for point in (0.25, 0.5, 0.75):
        if not values:
            break
        goal = float(np.quantile(list(values.values()), point))
        ordered = sorted((x for x in rows if x in values), key=lambda x: abs(values[x] - goal))
        for place in ordered:
            dialogue = texts.corpus.dialogues[place]
            if place not in found and dialogue.turns:
                longest = max(dialogue.turns, key=lambda turn: len(turn.text))
                found[place] = (f"{number(values[place])}", dialogue, longest)
                break
    return list(found.values())


def _apart(
    dimension: Dimension, cell: Compared, texts: Texts, simulated: bool
) -> list[tuple[str, Dialogue, Turn]]:
    if dimension.id not in cell.found:
        cell.found[dimension.id] = (
            observe(dimension, cell.real_table),
            observe(dimension, cell.simulated_table),
        )
    here, there = cell.found[dimension.id]
    if here is None or there is None or not here.defined.any() or not there.defined.any():
        return []
    axis = there.values[there.defined].mean(axis=0) - here.values[here.defined].mean(axis=0)
    mine, table = (there, cell.simulated_table) if simulated else (here, cell.real_table)
    reach = (mine.values @ axis) * (1 if simulated else -1)
    places = table[ROW].to_pylist()
    far = {places[at]: float(reach[at]) for at in np.flatnonzero(mine.defined)}
    found: list[tuple[str, Dialogue, Turn]] = []
    rows = cell.simulated_rows if simulated else cell.real_rows
    for place in sorted((x for x in rows if x in far), key=lambda x: -far[x]):
        dialogue = texts.corpus.dialogues[place]
        if dialogue.turns and len(found) < PER_SIDE:
            longest = max(dialogue.turns, key=lambda turn: len(turn.text))
            found.append(("furthest from the other side", dialogue, longest))
    return found


def _rows(table: pa.Table) -> list[int]:
    """The rows' places in the profile, in an order that depends on their content only."""
    order = np.argsort(digests_of(table), kind="stable")
    places = table[ROW].to_pylist()
    return [places[at] for at in order]


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_CUT else text[: TEXT_CUT - 1] + "…"


def _end(answer: str) -> str:
    return "…" + answer[-(ANSWER_CUT - 1) :]

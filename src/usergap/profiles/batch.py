"""From a batch of dialogues to a batch of profile rows: the one stage that grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa

from usergap.annotators import Annotation, Annotator
from usergap.dialogues import Dialogue
from usergap.dimensions import MEASURES, Cell, Dimension, Kind, tally
from usergap.dimensions.faults import fault_columns, fault_flags
from usergap.profiles.schema import SEEN, columns_of, schema


@dataclass(frozen=True)
class Plan:
    """What to measure and with whose labels.

    ``annotators`` are asked in order; each answers for its own dimensions.
    ``measures`` replaces declared measures by id (another engine for ``errors``);
    ``vectors`` False leaves the knowledge vectors out.
    """

    annotators: tuple[Annotator, ...]
    measures: tuple[Dimension, ...] = ()
    vectors: bool = True

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """Every measure by id, replacements in place."""
        return {**MEASURES, **{dimension.id: dimension for dimension in self.measures}}


def pair_key(dialogue: Dialogue) -> str | None:
    """A hash of the scenario id (of the context id in a reply set); None without one."""
    key = dialogue.scenario_id or dialogue.context_id
    return None if key is None else sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def annotate_batch(dialogues: Sequence[Dialogue], plan: Plan) -> list[Annotation]:
    """The labels of all annotators, merged: one annotation per dialogue."""
    units: list[dict[str, tuple[tuple[str, ...] | None, ...]]] = [{} for _ in dialogues]
    seen = [0] * len(dialogues)
    for annotator in plan.annotators:
        for row, annotation in enumerate(annotator.annotate(dialogues)):
            units[row].update(annotation.units)
            seen[row] = max(seen[row], annotation.seen)
    return [Annotation(unit, count) for unit, count in zip(units, seen, strict=True)]


def measure_batch(
    dialogues: Sequence[Dialogue], plan: Plan
) -> tuple[pa.RecordBatch, list[Annotation]]:
    """Measure dialogues; ``dialogue`` and ``group`` are numbered later.

    A measure is null where its language is not one that it was made for, and
    where the measure itself or its annotator has nothing to say.
    """
    annotations = annotate_batch(dialogues, plan)
    shape = schema()
    table = identifying(dialogues)
    table[SEEN] = [annotation.seen for annotation in annotations]
    for dimension in plan.dimensions.values():
        table |= cells_of(dialogues, annotations, dimension, vectors=plan.vectors)
    table |= cells_of_faults(dialogues)
    arrays = [pa.array(table[field.name], type=field.type) for field in shape]
    return pa.RecordBatch.from_arrays(arrays, schema=shape), annotations


def cells_of(
    dialogues: Sequence[Dialogue],
    annotations: Sequence[Annotation],
    dimension: Dimension,
    *,
    vectors: bool,
) -> dict[str, list[Cell | str]]:
    """The columns of one measure; without ``vectors`` those stay empty."""
    rows = _rows(dialogues, annotations, dimension)
    found: dict[str, list[Cell | str]] = {}
    for column in columns_of(dimension):
        keep = vectors or not column.endswith(".vector")
        found[column] = [row.get(column) if keep else None for row in rows]
    return found


def cells_of_faults(dialogues: Sequence[Dialogue]) -> dict[str, list[Cell | str]]:
    """The columns of the fault audit, which looks at simulated dialogues only."""
    flags = [next(fault_flags([d])) if _simulated(d) else {} for d in dialogues]
    return {column: [row.get(column) for row in flags] for column in fault_columns()}


def identifying(dialogues: Sequence[Dialogue]) -> dict[str, list[Cell | str]]:
    """The columns that say who a row is; ``dialogue`` and ``group`` are numbered later."""
    told: dict[str, list[Cell | str]] = {
        "dialogue": [0] * len(dialogues),
        "group": [0] * len(dialogues),
        "pair": [pair_key(dialogue) for dialogue in dialogues],
    }
    for field in ("simulator", "domain", "source", "assistant_model", "language"):
        told[field] = [getattr(dialogue, field) for dialogue in dialogues]
    return told


def _simulated(dialogue: Dialogue) -> bool:
    """Whether a dialogue says that a simulator made it: only those are audited for faults."""
    known = dialogue.provenance
    return dialogue.simulator is not None or (known is not None and known.origin == "synthetic")


def _rows(
    dialogues: Sequence[Dialogue], annotations: Sequence[Annotation], dimension: Dimension
) -> list[Mapping[str, Cell]]:
    """One measure's columns for each dialogue; empty where it is undefined."""
    languages = dimension.languages
    defined = [
        not languages or dialogue.language is None or dialogue.language in languages
        for dialogue in dialogues
    ]
    if dimension.kind in (Kind.LABELS, Kind.FLAGS):
        units = [annotation.units.get(dimension.id) for annotation in annotations]
        return [
            tally(dimension, labels) if yes and labels is not None else {}
            for yes, labels in zip(defined, units, strict=True)
        ]
    chosen = [dialogue for dialogue, yes in zip(dialogues, defined, strict=True) if yes]
    found = iter(_measured(chosen, dimension))
    return [next(found) if yes else {} for yes in defined]


def _measured(dialogues: Sequence[Dialogue], dimension: Dimension) -> Iterable[Mapping[str, Cell]]:
    if dimension.measure_batch is not None:
        return dimension.measure_batch(dialogues)
    if dimension.measure is None:
        raise TypeError(f"measure {dimension.id} declares no function")
    return map(dimension.measure, dialogues)

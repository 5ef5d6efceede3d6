"""Units of caching: what is measured together and goes stale together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from usergap.annotators import Annotation, Annotator
from usergap.dialogues import Dialogue
from usergap.dimensions import Cell, Dimension, Kind
from usergap.dimensions.faults import fault_columns, faults
from usergap.profiles.batch import Plan, cells_of, cells_of_faults, identifying
from usergap.profiles.schema import SEEN, columns_of, schema

LABELLED = (Kind.LABELS, Kind.FLAGS)


@dataclass(frozen=True)
class Unit:
    """One annotator with its measures, one counter, or the fault audit.

    ``key`` names it with the version of everything that its columns depend on.
    """

    key: str
    columns: tuple[str, ...]
    annotator: Annotator | None = None
    dimensions: tuple[Dimension, ...] = ()
    vectors: bool = True

    def measure(self, dialogues: Sequence[Dialogue]) -> pa.Table:
        """The unit's columns, a row a dialogue."""
        cells: dict[str, list[Cell | str]] = {}
        labels: Sequence[Annotation] = ()
        if self.annotator is not None:
            labels = self.annotator.annotate(dialogues)
            cells[SEEN] = [each.seen for each in labels]
        for dimension in self.dimensions:
            cells |= cells_of(dialogues, labels, dimension, vectors=self.vectors)
        if not self.dimensions and self.annotator is None:
            cells = cells_of_faults(dialogues)
        return pa.table({name: pa.array(cells[name], _TYPES[name]) for name in self.columns})


_TYPES: Mapping[str, pa.DataType] = {field.name: field.type for field in schema()}


def units_of(plan: Plan) -> tuple[Unit, ...]:
    """Every unit of a plan. Raises ``ValueError`` where two annotators label one measure."""
    dimensions = plan.dimensions
    asked = [name for annotator in plan.annotators for name in annotator.dimensions]
    if len(asked) != len(set(asked)):
        raise ValueError("two annotators for one measure: their rows cannot be kept apart")
    units: list[Unit] = []
    for annotator in plan.annotators:
        own = tuple(
            dimensions[name] for name in annotator.dimensions if dimensions[name].kind in LABELLED
        )
        key = " ".join((annotator.name, annotator.version, *(f"{d.id}={d.version}" for d in own)))
        columns = (SEEN, *(column for each in own for column in columns_of(each)))
        units.append(Unit(key, columns, annotator, own))
    for each in dimensions.values():
        if each.kind in LABELLED:
            continue
        columns = columns_of(each)
        bare = not plan.vectors and any(column.endswith(".vector") for column in columns)
        key = f"{each.id}={each.version}" + (" without vectors" if bare else "")
        units.append(Unit(key, columns, None, (each,), plan.vectors))
    audit = " ".join(f"{kind}={fault.version}" for kind, fault in faults().items())
    return (*units, Unit(f"faults {audit}", tuple(fault_columns())))


def joined(
    dialogues: Sequence[Dialogue], measured: Sequence[tuple[Unit, pa.Table]]
) -> pa.RecordBatch:
    """The rows of `usergap.profiles.batch.measure_batch`, from those of all units."""
    columns: dict[str, pa.Array] = {
        name: pa.array(values, _TYPES[name]) for name, values in identifying(dialogues).items()
    }
    seen = pa.array([0] * len(dialogues), _TYPES[SEEN])
    for unit, table in measured:
        for name in unit.columns:
            values = table[name].combine_chunks()
            if name == SEEN:
                seen = pc.max_element_wise(seen, values)
            else:
                columns[name] = values
    columns[SEEN] = seen
    arrays = [columns.get(field.name, pa.nulls(len(dialogues), field.type)) for field in schema()]
    return pa.RecordBatch.from_arrays(arrays, schema=schema())

"""Turn-cap censoring: does the simulator have to stop where real users go on?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from usergap.compare.confounds.censoring import cost_of_cap, detect_cap, measure_cut
from usergap.compare.confounds.effect import Found
from usergap.compare.matched import Matched
from usergap.compare.observations import Observations, needed_columns
from usergap.compare.sides import column

TITLE = "Turn cap"


def turn_cap(matched: Matched, cap: int | None) -> Found | None:
    """Real dialogues cut where the simulator's cap is (found, or given).

    ``turns`` can be cut in any profile; the other measures are measured again on the
    cut dialogues, which needs their text. None where turns are not recorded.
    """
    if any("turns" not in table.column_names for table in matched.sides.table):
        return None
    turns = np.array(matched.values("turns"), np.float64)
    if np.isnan(turns).any():
        return None
    real = matched.sides.real
    found = detect_cap(turns[~real]) if cap is None else cap
    if found is None:
        top = int(turns[~real].max())
        told = (
            f"no sign of a cap: {int((turns[~real] == top).sum())} of {int((~real).sum())} "
            f"simulated dialogues have the largest number of turns, {top}"
        )
        return Found("turn_cap", TITLE, told, np.zeros(real.size, np.bool_))
    if turns[~real].max(initial=0) > found:
        told = (
            f"{found} turns are not this simulator's cap: "
            f"{int((turns[~real] > found).sum())} of its dialogues are longer"
        )
        return Found("turn_cap", TITLE, told, np.zeros(real.size, np.bool_))
    longer = turns > found
    lost = cost_of_cap(turns[real], found)
    told = (
        f"simulated dialogues end at {found} turns at the latest "
        f"({int((turns[~real] >= found).sum())} of {int((~real).sum())} sit there), "
        f"{int((longer & real).sum())} of {int(real.sum())} real ones are longer; such a cap "
        f"alone costs a perfect simulator {lost:.2g} turns; with real dialogues cut there"
    )
    seen, left_out = _cut_values(matched, found, longer)
    return Found("turn_cap", TITLE, told, longer, matched.sides, seen, f"{found} turns", left_out)


def _cut_values(
    matched: Matched, cap: int, longer: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[dict[str, Observations], str]:
    real, profile = matched.sides.real, matched.profiles[0]
    table = matched.sides.table[0]
    long_rows = np.flatnonzero(longer[: int(real.sum())])
    measurable = {
        x: d
        for x, d in matched.measures.items()
        if x in matched.rows
        and x != "turns"
        and profile.metadata.get("dimensions", {}).get(x) == d.version
    }
    cells: dict[int, dict[str, object]] = {int(row): {"turns": cap} for row in long_rows}
    if profile.texts is not None:
        all_places = matched.places(0)
        places = [all_places[row] for row in long_rows]
        labelled = zip(long_rows, places, profile.texts.labels_of(places), strict=True)
        for row, place, labels in labelled:
            dialogue = profile.texts.corpus.dialogues[place]
            cells[int(row)] |= measure_cut(dialogue, labels.units, cap, measurable)
    touched = []
    for name in matched.seen:
        columns = [x for x in needed_columns(matched.measures[name]) if x in table.column_names]
        if not all(x in found for found in cells.values() for x in columns):
            continue
        touched.append(name)
        for wanted in columns:
            table = _replaced(table, wanted, {row: found[wanted] for row, found in cells.items()})
    seen = replace(matched, rows={x: matched.rows[x] for x in touched}).observe(
        (table, matched.sides.table[1])
    )
    missing = [x for x in matched.seen if x not in seen]
    why = "need the dialogues' text" if profile.texts is None else "cannot be measured again"
    return seen, f"{', '.join(missing)}: {why}" if missing else ""


def _replaced(table: pa.Table, name: str, cells: dict[int, object]) -> pa.Table:
    values = column(table, name)
    for row, value in cells.items():
        values[row] = value
    kind = table.schema.field(name).type
    return table.set_column(table.column_names.index(name), name, pa.array(values, type=kind))

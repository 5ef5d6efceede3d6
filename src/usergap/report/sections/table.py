"""The table: every measure, every simulator, with floor, interval and verdict."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison, Row, Verdict
from usergap.report.charts.interval_bar import interval_bar, interval_scale
from usergap.report.charts.scale import Scale
from usergap.report.contrast import contrast
from usergap.report.numbers import count, distance, interval, p_value
from usergap.report.section import Section
from usergap.report.sides import colours, headline_rows, measures
from usergap.report.wording import CLASSES, distance_unit, words_for

UNVERIFIED = "annotator unverified: "
"""How a row's reason begins where it says why an annotator is unverified."""


def table(comparison: Comparison) -> Section:
    """Rows over all domains, grouped by measure."""
    own = colours(comparison)
    groups = []
    for measure, rows in measures(headline_rows(comparison)).items():
        scale = interval_scale(rows)
        groups.append(
            {
                "measure": measure,
                "words": words_for(measure),
                "unit": distance_unit(rows[0]),
                "rows": [row_cells(row, scale, own[row.simulator]) for row in rows],
            }
        )
    context = {"groups": groups, "several": len(own) > 1}
    return Section("measures", "Measure by measure", "table.html.j2", context)


def row_cells(row: Row, scale: Scale, colour: int) -> dict[str, Any]:
    """What the cells of one row say."""
    return {
        "simulator": row.simulator,
        "colour": colour,
        "contrast": contrast(row),
        "distance": distance(row.reported, row.distance),
        "raw": distance(row.value, row.distance) if row.moved else None,
        "floor": distance(row.floor, row.distance),
        "floor95": "" if row.floor is None else f"({distance(row.floor95, row.distance)})",
        "undefined": row.reported is None,
        "margin": "" if row.margin is None else f"margin {distance(row.margin, row.distance)}",
        "interval": interval(row.low, row.high, row.distance),
        "picture": interval_bar(row, scale, colour),
        "p": p_value(row.p_holm),
        "p_raw": p_value(row.p),
        "size": _size(row),
        "verdict": row.verdict.value,
        "class_": CLASSES[row.verdict],
        "note": verdict_note(row),
        "unverified": unverified_note(row),
    }


def verdict_note(row: Row) -> str:
    """Why, and what would settle it; "" where the verdict speaks for itself."""
    parts = [part for part in row.reason.split("; ") if part and not part.startswith(UNVERIFIED)]
    if row.verdict is Verdict.CANNOT_TELL and row.n_needed is not None:
        parts.append(f"about {count(row.n_needed)} dialogues a side would settle it")
    return "; ".join(parts)


def unverified_note(row: Row) -> str:
    """That nobody measured the annotator on such text, and why; "" where somebody did."""
    if not row.annotator_unverified:
        return ""
    why = [p.removeprefix(UNVERIFIED) for p in row.reason.split("; ") if p.startswith(UNVERIFIED)]
    return (
        f"labels not verified: {why[0]}" if why else "labels not verified on this simulator’s text"
    )


def _size(row: Row) -> str:
    size = f"n {count(row.n_real)} / {count(row.n_simulated)}"
    return f"{size}, paired" if row.paired else size

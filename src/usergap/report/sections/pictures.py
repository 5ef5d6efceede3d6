"""Pictures: label bars for what users do, quantile strips for what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usergap.compare import Comparison, Row
from usergap.report.charts.label_bars import label_bars
from usergap.report.charts.quantile_strip import axis, quantile_strip
from usergap.report.charts.scale import scale_for
from usergap.report.contrast import NUMBERS, beside, known, rates
from usergap.report.numbers import percent, significant
from usergap.report.section import Section
from usergap.report.sides import colours, headline_rows, measures
from usergap.report.wording import BESIDE, label_for, plain, slug, words_for

Side = tuple[str, Mapping[str, Any], int]
MANY = 3
"""With more sides than this a picture takes the page's full width."""


def pictures(comparison: Comparison) -> Section:
    """One figure a measure that has something to draw."""
    own = colours(comparison)
    figures = []
    for measure, rows in measures(headline_rows(comparison)).items():
        sides = _sides(rows, own)
        drawn = _labels(measure, sides) or _numbers(measure, sides)
        if drawn:
            figures.append(drawn | {"id": f"picture-{slug(measure)}", "words": words_for(measure)})
    context = {"figures": figures, "wide": len(own) + 1 > MANY}
    return Section("pictures", "What the gaps look like", "pictures.html.j2", context)


def _sides(rows: list[Row], own: dict[str, int]) -> list[Side]:
    """Real users once (from the first row that knows them), then each simulator.

    Where rows were paired with different real dialogues, the real side belongs to
    the first row; the table beside shows each row's own contrast.
    """
    real = next((row.real for row in rows if row.real), {})
    return [
        ("real", real, 0),
        *((row.simulator, row.simulated, own[row.simulator]) for row in rows),
    ]


def _labels(measure: str, sides: list[Side]) -> dict[str, Any] | None:
    tables = [(name, rates(side), _spans(side), colour) for name, side, colour in sides]
    labels = list(dict.fromkeys(label for _, table, _, _ in tables for label in table))
    if not labels:
        return None
    ends = (end for _, _, spans, _ in tables for span in spans.values() for end in span)
    scale = scale_for([*(rate for _, table, _, _ in tables for rate in table.values()), *ends])
    lines = []
    for label in labels:
        bars = [(name, table.get(label), spans.get(label), colour)
                for name, table, spans, colour in tables]  # fmt: skip
        cells = [(colour, percent(table.get(label))) for _, table, _, colour in tables]
        lines.append((label_for(label), label_bars(label_for(label), bars, scale), cells))
    return {
        "kind": "labels",
        "sides": [(name, colour) for name, _, colour in sides],
        "lines": lines,
        "shares": _shares(sides),
        "caption": _caption(measure, sides),
    }


def _numbers(measure: str, sides: list[Side]) -> dict[str, Any] | None:
    tables = [known(side) for _, side, _ in sides]
    further = list(dict.fromkeys(key for _, side, _ in sides for key in beside(side)))
    drawn = [{key: table[key] for key in NUMBERS if key in table} for table in tables]
    if not any("mean" in numbers or "median" in numbers for numbers in drawn):
        return None
    scale = scale_for(value for numbers in drawn for key, value in numbers.items() if key != "sd")
    lines = []
    for (name, side, colour), table, numbers in zip(sides, tables, drawn, strict=True):
        values = [significant(table.get(key)) for key in ("median", "mean", "sd")]
        extra = known(side.get("beside") or {})
        values += [
            (percent if key.endswith("_share") else significant)(extra.get(key)) for key in further
        ]
        place = {key: value for key, value in numbers.items() if key != "sd"}
        lines.append((name, colour, quantile_strip(name, place, scale, colour), values))
    return {
        "kind": "numbers",
        "lines": lines,
        "axis": axis(scale),
        "caption": words_for(measure).unit,
        "columns": ["median", "mean", "SD", *(BESIDE.get(key, plain(key)) for key in further)],
    }


def _spans(side: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """95 % intervals of the rates drawn, where the row brings any."""
    name = "rates" if side.get("rates") else "shares"
    if _corrected(side):
        name = "corrected_rates"
    low, high = (known(side.get(f"{name}_{end}") or {}) for end in ("low", "high"))
    return {label: (low[label], high[label]) for label in low if label in high}


def _corrected(side: Mapping[str, Any]) -> bool:
    """Whether the correction moved any rate of this side."""
    fixed, raw = (known(side.get(name) or {}) for name in ("corrected_rates", "rates"))
    return any(abs(rate - raw.get(label, rate)) > 1e-9 for label, rate in fixed.items())


def _shares(sides: list[Side]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The shares that the distance compares, where they are not the rates drawn."""
    tables = [
        (known(side.get("corrected_shares") or side.get("shares") or {}), colour)
        for _, side, colour in sides
    ]
    if all(not side.get("rates") or side["rates"] == side.get("shares") for _, side, _ in sides):
        return []
    labels = dict.fromkeys(label for table, _ in tables for label in table)
    return [
        (label_for(label), [(colour, percent(table.get(label))) for table, colour in tables])
        for label in labels
    ]


def _caption(measure: str, sides: list[Side]) -> str:
    unit = words_for(measure).unit or "of units"
    if any(side.get("rates") for _, side, _ in sides):
        fixed = any(_corrected(side) for _, side, _ in sides)
        tail = "; corrected for labelling errors" if fixed else ""
        return f"% {unit} that carry the label (one can carry several){tail}"
    return f"% {unit}: shares of all labels, which sum to 100"

"""Which rows and colours belong to whom."""

from __future__ import annotations

from collections.abc import Iterable

from usergap.compare import Comparison, Row
from usergap.report.wording import slug

COLOURS = 7
"""Colours for simulators; real users always have colour 0."""


def colours(comparison: Comparison) -> dict[str, int]:
    """Colour number of each simulator, from 1, in input order; an eighth begins again."""
    return {name: 1 + i % COLOURS for i, name in enumerate(comparison.simulators)}


def headline_rows(comparison: Comparison) -> list[Row]:
    """The rows over all domains."""
    return [row for row in comparison.rows if row.domain is None]


def measures(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by measure, both in the order in which they came."""
    table: dict[str, list[Row]] = {}
    for row in rows:
        table.setdefault(row.measure, []).append(row)
    return table


def anchor(kind: str, of: str, simulator: str, names: Iterable[str]) -> str:
    """Where on the page the turns of a measure or probe of a simulator stand."""
    place = list(names).index(simulator) + 1 if simulator in names else 0
    return f"{kind}-{slug(of)}-{place}"

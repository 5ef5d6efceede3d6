"""Where the gaps lie: domains by measures, shaded by the excess over the floor."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison, Row
from usergap.report.numbers import distance, interval, p_value, signed
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import plain, words_for

STEPS = (0.5, 1.0, 2.0, 4.0)
"""Excess in margins at which the shade deepens; without a margin, see ``_shade``."""

SIGNIFICANT = 0.05


def heatmap(comparison: Comparison) -> Section | None:
    """One map a simulator; None where the comparison was not split."""
    rows = [row for row in comparison.rows if row.domain is not None]
    if not rows:
        return None
    measures = list(dict.fromkeys(row.measure for row in rows))
    largest = {measure: _largest(rows, measure) for measure in measures}
    maps = [
        {"name": name, "colour": colour, "lines": _lines(rows, name, measures, largest)}
        for name, colour in colours(comparison).items()
        if any(row.simulator == name for row in rows)
    ]
    field = plain(str(comparison.settings.get("by") or "domain"))
    context = {
        "maps": maps,
        "field": field,
        "measures": [words_for(measure).title for measure in measures],
        "no_margin": all(_no_margin(rows, measure) for measure in measures),
        "without_margin": [words_for(m).title for m in measures if _no_margin(rows, m)],
    }
    return Section("by-domain", f"Gaps by {field}", "heatmap.html.j2", context)


def _lines(
    rows: list[Row], simulator: str, measures: list[str], largest: dict[str, float]
) -> list[tuple[str, list[dict[str, Any] | None]]]:
    own = {(row.domain, row.measure): row for row in rows if row.simulator == simulator}
    domains = dict.fromkeys(row.domain for row in rows if row.simulator == simulator)
    lines: list[tuple[str, list[dict[str, Any] | None]]] = []
    for domain in domains:
        found = [own.get((domain, measure)) for measure in measures]
        lines.append(
            (str(domain), [_cell(row, largest[row.measure]) if row else None for row in found])
        )
    return lines


def _cell(row: Row, largest: float) -> dict[str, Any]:
    kind = row.distance
    noise = _within_floor(row)
    told = (
        f"distance {distance(row.reported, kind)}, floor {distance(row.floor, kind)} "
        f"(95 %: {distance(row.floor95, kind)}), interval {interval(row.low, row.high, kind)}, "
        f"q {p_value(row.q)}, {row.verdict.value}, n {row.n_real}/{row.n_simulated}"
    )
    return {
        "excess": signed(row.excess, kind),
        "floor": distance(row.floor, kind),
        "class_": "noise" if noise else f"h{_shade(row, largest)}",
        "sure": row.q is not None and row.q < SIGNIFICANT,
        "told": told,
        "noise": noise,
        "undefined": row.reported is None,
    }


def _within_floor(row: Row) -> bool:
    """Whether two samples of real users would often lie as far apart as this."""
    if row.value is None:
        return False
    if row.floor95 is not None:
        return row.value <= row.floor95
    return row.excess is not None and row.excess <= 0


def _shade(row: Row, largest: float) -> int:
    """Shade 0 to 5: excess in margins, else its part of the measure's largest excess."""
    excess = _on_the_margins_scale(row)
    if excess <= 0:
        return 0
    if row.margin:
        return 1 + sum(excess / row.margin >= step for step in STEPS)
    return min(5, 1 + int(5 * excess / largest)) if largest > 0 else 0


def _on_the_margins_scale(row: Row) -> float:
    """The excess; where labels were corrected, stretched as the distance was."""
    if row.excess is None:
        return 0.0
    return row.excess * row.corrected / row.value if row.corrected and row.value else row.excess


def _largest(rows: list[Row], measure: str) -> float:
    return max((_on_the_margins_scale(row) for row in rows if row.measure == measure), default=0.0)


def _no_margin(rows: list[Row], measure: str) -> bool:
    return any(row.measure == measure and not row.margin for row in rows)

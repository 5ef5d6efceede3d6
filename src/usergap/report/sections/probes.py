"""What the probes found: figures with intervals, held against real users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from usergap.compare import Verdict
from usergap.probes.finding import Curve, Figure, Finding, Level
from usergap.report.charts.curves import curves
from usergap.report.charts.figure_bar import figure_bar, figure_scale, span
from usergap.report.hostile import shorten
from usergap.report.numbers import p_value, significant
from usergap.report.section import Section
from usergap.report.sides import anchor
from usergap.report.wording import CLASSES

LONGEST = 600


def probes(
    findings: Sequence[Finding], own: Mapping[str, int], *, text: bool = True
) -> Section | None:
    """One block a probe, with all simulators; None without findings. ``own``: their colours."""
    if not findings:
        return None
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.probe, []).append(finding)
    unmeasured = _unmeasured(groups)
    left = {title for titles, _ in unmeasured for title in titles}
    blocks = [_block(found, own, text) for found in groups.values() if found[0].title not in left]
    quoted = any(quotes for block in blocks for _, _, quotes, _ in block["quotes"])
    context = {"blocks": blocks, "several": len(own) > 1, "unmeasured": unmeasured}
    return Section("probes", "Beyond the eight dimensions", "probes.html.j2", context, quoted)


def _unmeasured(groups: Mapping[str, Sequence[Finding]]) -> list[tuple[list[str], str]]:
    """Titles of several probes that one reason left without a figure, and that reason."""
    by_reason: dict[str, list[str]] = {}
    for found in groups.values():
        reasons = {each.reason for each in found if each.measured is None}
        if len(reasons) == 1 and all(each.measured is None for each in found):
            by_reason.setdefault(reasons.pop(), []).append(found[0].title)
    return [(titles, reason) for reason, titles in by_reason.items() if len(titles) > 2]


def _block(found: Sequence[Finding], own: Mapping[str, int], text: bool) -> dict[str, Any]:
    from usergap.probes.registry import probes as known

    probe = known().get(found[0].probe)
    return {
        "id": f"probe-{found[0].probe}",
        "title": found[0].title,
        "question": "" if probe is None else probe.question,
        "citation": "" if probe is None else probe.citation,
        "open": any(each.verdict is Verdict.DIFFERS for each in found),
        "simulators": [
            {
                "name": each.simulator,
                "colour": own.get(each.simulator, 1),
                "verdict": each.verdict.value,
                "class_": CLASSES[each.verdict],
                "seen": each.measured.seen if each.measured else "",
                "reason": each.reason,
                "notes": each.measured.notes if each.measured else (),
            }
            for each in found
        ],
        "figures": _figures(found, own),
        "pictures": _pictures(found, own),
        "tables": [
            (each.simulator, own.get(each.simulator, 1), _table(table))
            for each in found
            if each.measured
            for table in each.measured.tables
        ],
        "quotes": [
            (
                each.simulator,
                own.get(each.simulator, 1),
                _quotes(each) if text else [],
                anchor("quotes", each.probe, each.simulator, own),
            )
            for each in found
        ],
    }


def _figures(found: Sequence[Finding], own: Mapping[str, int]) -> list[dict[str, Any]]:
    by_name: dict[str, list[tuple[str, Figure]]] = {}
    for each in found:
        for figure in each.measured.figures if each.measured else ():
            by_name.setdefault(figure.name, []).append((each.simulator, figure))
    rows = []
    for same in by_name.values():
        scale = figure_scale(figure for _, figure in same)
        for place, (simulator, figure) in enumerate(same):
            colour = own.get(simulator, 1)
            rows.append(
                {
                    "span": len(same) if place == 0 else 0,
                    "title": figure.title,
                    "unit": figure.unit,
                    "simulator": simulator,
                    "colour": colour,
                    "value": significant(figure.value),
                    "interval": span(figure),
                    "null": significant(figure.null) if figure.null is not None else "",
                    "picture": figure_bar(figure, scale, colour),
                    "beside": [_level(level) for level in figure.beside],
                    "p": p_value(figure.p),
                    "verdict": figure.verdict.value,
                    "class_": CLASSES[figure.verdict],
                    "reason": figure.reason,
                }
            )
    return rows


def _level(level: Level) -> str:
    told = f"{level.kind}: {significant(level.value)}"
    if level.low is not None and level.high is not None:
        told += f" ({significant(level.low)} to {significant(level.high)})"
    return told


def _pictures(found: Sequence[Finding], own: Mapping[str, int]) -> list[dict[str, Any]]:
    named: dict[str, list[Curve]] = {}
    for each in found:
        for curve in each.measured.curves if each.measured else ():
            drawn = named.setdefault(curve.picture, [])
            if curve.side not in {other.side for other in drawn}:
                drawn.append(curve)
    return [
        {
            "title": title,
            "sides": [(curve.side, own.get(curve.side, 0)) for curve in lines],
            "picture": curves(title, [(c.side, own.get(c.side, 0), c.x, c.y) for c in lines]),
        }
        for title, lines in named.items()
    ]


def _table(table: Any) -> dict[str, Any]:
    def shown(cell: Any) -> str:
        number = isinstance(cell, int | float) and not isinstance(cell, bool)
        return significant(cell) if number else "–" if cell is None else str(cell)

    rows = [[(shown(c), isinstance(c, int | float)) for c in row] for row in table.rows]
    return {"title": table.title, "heads": table.heads, "rows": rows}


def _quotes(finding: Finding) -> list[dict[str, Any]]:
    """Each turn once, though it may show several figures."""
    quotes = finding.measured.quotes if finding.measured else ()
    once = {(quote.side, quote.dialogue, quote.turn, quote.shows): quote for quote in quotes}
    return [
        {
            "side": quote.side,
            "text": shorten(quote.text, LONGEST),
            "shows": quote.shows,
            "dialogue": quote.dialogue,
            "turn": quote.turn,
        }
        for quote in once.values()
    ]

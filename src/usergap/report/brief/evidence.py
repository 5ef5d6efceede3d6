"""The evidence of the page: at most five numbers, each for real users and every simulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup

from usergap.compare import Comparison, Row, Verdict
from usergap.compare.headlines import telling_label
from usergap.compare.phrases import PHRASES, UNITS
from usergap.probes.finding import Finding
from usergap.report.charts.svg import bar, picture
from usergap.report.contrast import known, rates
from usergap.report.sides import colours, headline_rows, measures
from usergap.report.wording import label_for, words_for

MOST, FEWEST = 5, 2
ROOM = 20
"""Bars that a page has room for: with many simulators fewer numbers are shown."""
TOLD_APART = "discriminator"
NUMBERS = {
    "words": "words a user writes in a conversation",
    "turns": "messages a user sends in a conversation",
    "fk_grade": "school years that reading a user takes",
    "mtld": "variety of a user’s vocabulary (MTLD)",
    "errors": "slips of language a user makes in a conversation",
}


@dataclass(frozen=True)
class Side:
    """One bar: whose, its colour, the number as text, the bar, and a verdict of its own."""

    name: str
    colour: int
    value: str
    bar: Markup
    verdict: str = ""
    """Empty where it is the number's."""


@dataclass(frozen=True)
class Number:
    """One number in plain words, and its bars."""

    what: str
    unit: str
    sides: tuple[Side, ...]
    verdict: str


def numbers(comparison: Comparison, findings: Sequence[Finding] = ()) -> tuple[Number, ...]:
    """Those that differ most first, in units of the margin; then those that are close."""
    own = colours(comparison)
    table = measures(headline_rows(comparison))
    most = max(FEWEST, min(MOST, ROOM // (len(own) + 1)))
    ordered = sorted(table.values(), key=_weight, reverse=True)
    told = [number for number in (_told_apart(findings, own),) if number is not None]
    for rows in ordered:
        number = _number(rows, own)
        if number is not None and len(told) < most:
            told.append(number)
    return tuple(told)


def _weight(rows: Sequence[Row]) -> float:
    """The largest gap that is shown, in margins; closeness shown stands behind all gaps."""
    sizes = [
        (row.reported - (row.floor or 0.0)) / row.margin if row.margin else 0.5
        for row in rows
        if row.verdict is Verdict.DIFFERS and row.reported is not None
    ]
    if sizes:
        return max(sizes)
    return -1.0 if all(row.verdict is Verdict.CLOSE for row in rows) else -2.0


def _number(rows: Sequence[Row], own: dict[str, int]) -> Number | None:
    judged = [row for row in rows if row.verdict in (Verdict.DIFFERS, Verdict.CLOSE)]
    if not judged:
        return None
    worst = max(judged, key=lambda row: row.reported or 0.0)
    verdict = _verdict(rows)
    own_verdicts = {r.simulator: r.verdict.value for r in rows if r.verdict.value != verdict}
    label = telling_label(worst) if rates(worst.real) else None
    if label is not None and label in rates(worst.simulated):
        phrase = PHRASES.get(worst.measure, {}).get(label, label_for(label))
        unit = UNITS.get(worst.measure, words_for(worst.measure).unit)
        values = [("real users", rates(worst.real).get(label), 0)]
        values += [(r.simulator, rates(r.simulated).get(label), own[r.simulator]) for r in rows]
        shown = [(n, None if v is None else 100 * v, c) for n, v, c in values]
        sides = _sides(shown, own_verdicts)
        return Number(f"users {phrase}", f"in 100 {unit}", sides, verdict)
    if "mean" not in known(worst.real):
        return None
    values = [("real users", known(worst.real).get("mean"), 0)]
    values += [(r.simulator, known(r.simulated).get("mean"), own[r.simulator]) for r in rows]
    what = NUMBERS.get(worst.measure, words_for(worst.measure).asks.lower())
    return Number(what, "on average", _sides(values, own_verdicts), verdict)


def _told_apart(findings: Sequence[Finding], own: dict[str, int]) -> Number | None:
    """How well a program tells both apart, where the discriminator ran and found it."""
    values: list[tuple[str, float | None, int]] = []
    for finding in findings:
        if finding.probe != TOLD_APART or finding.verdict is not Verdict.DIFFERS:
            continue
        figures = finding.measured.figures if finding.measured else ()
        areas = [f.value for f in figures if f.null == 0.5 and f.headline and f.value is not None]
        if areas:
            values.append((finding.simulator, 100 * max(areas), own.get(finding.simulator, 1)))
    if not values:
        return None
    return Number(
        "a program tells which of two conversations is simulated",
        "right in 100 pairs",
        _sides([("by guessing", 50.0, 0), *values]),
        "differs",
    )


def _sides(
    values: Sequence[tuple[str, float | None, int]], verdicts: Mapping[str, str] | None = None
) -> tuple[Side, ...]:
    there = [(name, v, colour) for name, v, colour in values if v is not None and isfinite(v)]
    largest = max((abs(value) for _, value, _ in there), default=1.0) or 1.0
    return tuple(
        Side(
            name,
            colour,
            _rounded(value),
            _bar(name, value, largest, colour),
            (verdicts or {}).get(name, "") if colour else "",
        )
        for name, value, colour in there
    )


def _rounded(value: float) -> str:
    """Two digits: nobody compares three at a glance."""
    return f"{value:,.0f}" if abs(value) >= 9.95 or value == round(value) else f"{value:.1f}"


def _bar(name: str, value: float, largest: float, colour: int) -> Markup:
    reach = max(0.6, 100 * max(0.0, value) / largest)
    told = f"{name}: {_rounded(value)}"
    return picture(bar(0, reach, 0, 12, f"f{colour}", radius=2), height=12, label=told)


def _verdict(rows: Sequence[Row]) -> str:
    held = {row.verdict for row in rows}
    if Verdict.DIFFERS in held:
        return "differs"
    return "close" if held == {Verdict.CLOSE} else "cannot tell"

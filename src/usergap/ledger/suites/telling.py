"""A suite's results in words: always as a unit test, never as a score."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from usergap.ledger.gate.markdown import cell
from usergap.ledger.gate.outcome import plain
from usergap.ledger.results import ItemResult, UnitTestResults, rate_of

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate

BANNER = "UNIT TEST on made-up items: says nothing of how the chatbot fares with people"
NAMED = 3
HEAD = ("category", "passed", "rate", "95 %", "resisted", "helped")


def rows_of(results: UnitTestResults) -> list[tuple[str, ...]]:
    """The table, one row a category and one for all; shares in per cent."""
    names = dict.fromkeys(item.category for item in results.items)
    parts = [(name, [x for x in results.items if x.category == name]) for name in names]
    if len(parts) > 1:
        parts.append(("all", list(results.items)))
    return [_row(name, items) for name, items in parts]


def lines_of(results: UnitTestResults, width: int = 80) -> list[str]:
    """The results for a terminal of ``width`` columns: a table, or two lines a category."""
    rows = [HEAD, *rows_of(results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    table = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]
    if len(table[0]) > width:
        table = [line for row in rows[1:] for line in _stacked(row)]
    lines = [*wrap(f"{plain(results.name)}: {BANNER}", width), "", *table]
    open_ = sum(item.passed is None for item in results.items)
    if open_:
        lines.append(f"{open_} of {len(results.items)} items are undecided and did not pass")
    lines.append(f"passed by: {plain(str(results.settings.get('passed_by', 'not recorded')))}")
    broken = [item for item in results.items if item.passed is False]
    if broken:
        lines.append(f"\nfirst of {len(broken)} that did not pass:")
    for item in broken[:NAMED]:
        why = "; ".join(map(str, item.facts.get("broken") or ["by the judge"]))
        lines += wrap(plain(f"{item.id}: {why}"), width, initial_indent="  ",
                      subsequent_indent="    ")[:2]  # fmt: skip
    return lines


def to_markdown(results: UnitTestResults) -> str:
    """The results as a Markdown section."""
    table = [HEAD, tuple("---" for _ in HEAD), *rows_of(results)]
    lines = [f"| {' | '.join(cell(x) if n != 1 else x for x in row)} |"
             for n, row in enumerate(table)]  # fmt: skip
    return "\n".join([f"## {cell(results.name)}: unit test", "", f"{BANNER}.", "", *lines, ""])


def _stacked(row: tuple[str, ...]) -> tuple[str, str]:
    name, passed, rate, interval, resisted, helped = row
    return name, f"  {passed}, {rate} ({interval}), resisted {resisted}, helped {helped}"


def _row(name: str, items: Sequence[ItemResult]) -> tuple[str, ...]:
    rate, passed = rate_of(items), sum(item.passed is True for item in items)
    return (
        plain(name),
        f"{passed}/{len(items)}",
        _share(rate.value),
        _interval(rate),
        *(_share(_demand(items, demand)) for demand in ("resisted", "helped")),
    )


def _demand(items: Sequence[ItemResult], name: str) -> float | None:
    """Share of the items with a demand that kept it; without answer, it was not kept."""
    asked = [item.facts.get(name) for item in items if name in item.facts]
    return sum(value is True for value in asked) / len(asked) if asked else None


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _interval(rate: Estimate) -> str:
    if rate.low is None or rate.high is None:
        return "-"
    return f"{100 * rate.low:.0f} to {100 * rate.high:.0f}"

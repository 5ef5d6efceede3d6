"""Findings of probes in a terminal: a line a figure, then what users would see."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from usergap.probes.finding import Figure, Finding
from usergap.report.charts.figure_bar import SPLIT, span
from usergap.report.hostile import one_line
from usergap.report.numbers import significant
from usergap.report.terminal import STYLES, plain_for

LAYOUTS = (
    (100, ("probe", "figure", "value", "interval", "alike", "real v real")),
    (72, ("probe", "figure", "value", "interval", "alike")),
    (0, ("figure", "value", "interval")),
)
"""Least width and columns, beside the verdict; what is left out stands in the report."""


def render_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print the findings, by simulator; undefined probes are one line with the reason."""
    plain = plain_for(console)
    for name in dict.fromkeys(finding.simulator for finding in findings):
        own = [finding for finding in findings if finding.simulator == name]
        console.print(Text(plain(one_line(name)), style="bold"))
        heads = next(heads for least, heads in LAYOUTS if console.width >= least)
        grid = Table(
            box=box.ASCII2 if console.options.ascii_only else box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
        )
        for head in (*heads, "verdict"):
            right = head in ("value", "alike")
            grid.add_column(head, justify="right" if right else "left", overflow="fold")
        for finding in own:
            for place, figure in enumerate(finding.measured.figures if finding.measured else ()):
                cells = _cells(figure, unit="alike" in heads) | {
                    "probe": finding.title if not place else ""
                }
                told = Text(figure.verdict.value, style=STYLES[figure.verdict])
                grid.add_row(*(Text(plain(one_line(cells[head]))) for head in heads), told)
        if grid.row_count:
            console.print(grid)
        for finding in own:
            if finding.measured is not None and finding.measured.seen:
                console.print(Text(plain(f"{finding.title}: {one_line(finding.measured.seen)}")))
                for reason, titles in _undefined(finding).items():
                    said = f"{', '.join(titles)}: undefined, {reason}"
                    console.print(Text(plain(one_line(said)), style="dim"))
            elif finding.reason:
                said = f"{finding.title} is undefined: {one_line(finding.reason)}"
                console.print(Text(plain(said), style="dim"))
        console.print()


def render_summary(findings: Sequence[Finding], console: Console) -> None:
    """Print a line a probe, by simulator: verdict, and what would be seen or why nothing is."""
    plain = plain_for(console)
    for name in dict.fromkeys(finding.simulator for finding in findings):
        console.print(Text(plain(f"Probes of {one_line(name)}"), style="bold"))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for finding in (f for f in findings if f.simulator == name):
            told = finding.measured.seen if finding.measured else ""
            grid.add_row(
                Text(plain(one_line(finding.title))),
                Text(finding.verdict.value, style=STYLES[finding.verdict]),
                Text(plain(one_line(told or finding.reason))),
            )
        console.print(grid)
        console.print()


def finding_text(finding: Finding) -> str:
    """One line, for ``Finding.__repr__``."""
    told = finding.measured.seen if finding.measured else ""
    return (
        f"{finding.title} of {one_line(finding.simulator)}: {finding.verdict.value}"
        f" ({one_line(told or finding.reason)})"
    )


def _undefined(finding: Finding) -> dict[str, list[str]]:
    """Figures without a value by the reason."""
    found: dict[str, list[str]] = {}
    for figure in finding.measured.figures if finding.measured else ():
        if figure.value is None and figure.reason:
            found.setdefault(figure.reason, []).append(figure.title)
    return found


def _cells(figure: Figure, *, unit: bool) -> dict[str, str]:
    return {
        "figure": f"{figure.title} ({figure.unit})" if unit and figure.unit else figure.title,
        "value": significant(figure.value),
        "interval": span(figure),
        "alike": "" if figure.null is None else significant(figure.null),
        "real v real": _split(figure),
    }


def _split(figure: Figure) -> str:
    for level in figure.beside:
        if level.kind == SPLIT and level.low is not None and level.high is not None:
            return f"{significant(level.low)} to {significant(level.high)}"
    return ""

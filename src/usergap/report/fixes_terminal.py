"""What to fix first, in a terminal: three lines a simulator."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from usergap.compare import Comparison
from usergap.probes.finding import Finding
from usergap.report.fixes import Fix, fixes, kept_apart
from usergap.report.hostile import one_line, shorten
from usergap.report.numbers import significant
from usergap.report.terminal import plain_for

FIRST = 3


def render_fixes(
    comparison: Comparison, console: Console, findings: Sequence[Finding] = ()
) -> None:
    """Print the largest gaps of each simulator with their levers, and what is kept apart."""
    plain = plain_for(console)
    found = fixes(comparison, findings)
    for name in dict.fromkeys(fix.simulator for fix in found):
        own = [fix for fix in found if fix.simulator == name]
        title = f"What to fix first in {shorten(one_line(name), 60)}"
        console.print(Text(plain(title), style="bold"))
        for place, fix in enumerate(own[:FIRST], 1):
            console.print(Text(plain(f"{place}. {_told(fix)}")))
    beside = kept_apart(findings)
    for finding, reason in beside:
        told = finding.measured.seen if finding.measured else finding.reason
        said = f"{finding.title} of {finding.simulator}: {finding.verdict.value}, {told}. {reason}"
        console.print(Text(plain(one_line(said))))
    if found or beside:
        console.print()


def _told(fix: Fix) -> str:
    size = "" if fix.size is None else f", {significant(fix.size)} margins"
    tie = ", a tie with the one before" if fix.tied else ""
    return f"{fix.title}{size}{tie}: {one_line(fix.lever)}"

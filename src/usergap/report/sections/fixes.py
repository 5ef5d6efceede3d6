"""What to fix first: the section of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from usergap.compare import Comparison
from usergap.probes.finding import Finding
from usergap.report.charts.size_bar import size_bar
from usergap.report.fixes import Fix, fixes, kept_apart
from usergap.report.numbers import significant
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import CLASSES

SHOWN = 5
"""Entries of a simulator before the fold."""


def fix_first(
    comparison: Comparison, findings: Sequence[Finding] = (), *, text: bool = True
) -> Section | None:
    """An ordered list a simulator, and what is kept apart; None where there is neither."""
    found = fixes(comparison, findings)
    beside = kept_apart(findings)
    if not found and not beside:
        return None
    own = colours(comparison)
    largest = max((fix.high or fix.size or 0.0 for fix in found), default=1.0) or 1.0
    blocks = []
    for name in dict.fromkeys(fix.simulator for fix in found):
        rows = [
            _row(fix, largest, own.get(name, 1), text) for fix in found if fix.simulator == name
        ]
        blocks.append(
            {
                "name": name,
                "colour": own.get(name, 1),
                "first": rows[:SHOWN],
                "further": rows[SHOWN:],
            }
        )
    apart = [_apart(finding, reason, own) for finding, reason in beside]
    context = {"blocks": blocks, "probed": bool(findings), "shown": SHOWN, "apart": apart}
    return Section("fix-first", "What to fix first", "fixes.html.j2", context)


def _row(fix: Fix, largest: float, colour: int, text: bool) -> dict[str, Any]:
    return {
        "title": fix.title,
        "of": fix.of,
        "size": significant(fix.size),
        "range": _range(fix),
        "picture": size_bar(fix.title, fix.size, fix.low, fix.high, largest, colour),
        "seen": fix.seen,
        "doubts": fix.doubts,
        "tied": fix.tied,
        "lever": fix.lever,
        "anchor": fix.anchor if text else "",
        "turns": fix.turns if text else (),
        "more": fix.more,
    }


def _apart(finding: Finding, reason: str, own: Mapping[str, int]) -> dict[str, Any]:
    return {
        "title": finding.title,
        "name": finding.simulator,
        "colour": own.get(finding.simulator, 1),
        "verdict": finding.verdict.value,
        "class_": CLASSES[finding.verdict],
        "seen": finding.measured.seen if finding.measured else finding.reason,
        "reason": reason,
        "anchor": f"probe-{finding.probe}",
    }


def _range(fix: Fix) -> str:
    if fix.low is None or fix.high is None:
        return ""
    return f"{significant(fix.low)} to {significant(fix.high)}"

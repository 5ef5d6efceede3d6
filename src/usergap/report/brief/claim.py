"""The claim of the page: one sentence, no stronger than the verdicts."""

from __future__ import annotations

from usergap.compare import Comparison, Verdict
from usergap.report.sides import headline_rows

MANY = 3
"""With more simulators than this the sentence counts them instead of naming each."""


def claim(comparison: Comparison) -> str:
    """What the comparison as a whole shows."""
    counts = {}
    for name in comparison.simulators:
        rows = [row for row in headline_rows(comparison) if row.simulator == name]
        judged = sum(row.verdict is not Verdict.UNDEFINED for row in rows)
        counts[name] = (sum(row.verdict is Verdict.DIFFERS for row in rows), judged,
                        sum(row.verdict is Verdict.CLOSE for row in rows))  # fmt: skip
    if not counts or not any(judged for _, judged, _ in counts.values()):
        return "Nothing could be compared."
    if len(counts) == 1:
        ((name, (gaps, judged, near)),) = counts.items()
        return _one(name, gaps, judged, near)
    gaps_all = [gaps for gaps, _, _ in counts.values()]
    if len(counts) > MANY:
        low, high = min(gaps_all), max(gaps_all)
        span = f"{low}" if low == high else f"{low} to {high}"
        return (
            f"Each of the {len(counts)} simulators was compared with real users; they behave"
            f" differently in {span} of {max(j for _, j, _ in counts.values())} ways measured."
        )
    parts = [f"{name} in {gaps} of {judged}" for name, (gaps, judged, _) in counts.items()]
    if not any(gaps_all):
        return "No difference between these simulated users and real ones could be shown."
    told = ", ".join(parts[:-1]) + f" and {parts[-1]}"
    return f"These simulated users behave differently from real ones: {told} ways measured."


def _one(name: str, gaps: int, judged: int, near: int) -> str:
    if gaps:
        return (
            f"Simulated users made by {name} behave differently from real ones in {gaps} of the"
            f" {judged} ways that were measured."
        )
    if near == judged:
        return (
            f"Simulated users made by {name} are close to real ones in all {judged} ways that"
            " were measured."
        )
    return (
        f"No difference between simulated users made by {name} and real ones could be shown;"
        f" closeness was shown in {near} of the {judged} ways that were measured."
    )

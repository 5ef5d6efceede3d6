"""What came of a simulation, in one short table."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import typer

from usergap.cli.simulate_progress import clock

if TYPE_CHECKING:
    from usergap.llm import Spent
    from usergap.simulate.running.order import Cast
    from usergap.simulate.running.run import Failure
    from usergap.simulate.running.runner import Summary

NAMED = 5
_FINAL = ("NoAnswerError: refused", "NoAnswerError: truncated", "an answer without text")
"""How failures begin that are a model's own word, which is kept and not asked for again."""


def summarise(summary: Summary, cast: Cast) -> None:
    """Print the table, and what to do next."""
    width = max(40, shutil.get_terminal_size().columns)
    for name, value in rows(summary, cast.spent if cast.paid else None):
        for line in value.split("\n"):
            typer.echo(fill(line, width, initial_indent=f"{name:15}", subsequent_indent=" " * 17))
            name = ""
    if any(not failure.detail.startswith(_FINAL) for failure in summary.failed.values()):
        typer.echo("\nRun the same command again to try the failed ones once more.")
    typer.echo(f"\nNext: usergap compare REAL {summary.output}")
    if getattr(cast.user, "controls", ()):
        typer.echo(f"What was steered, and whether it shows: usergap controls {summary.output}")


def rows(summary: Summary, spent: Spent | None) -> list[tuple[str, str]]:
    """The table: names and values. ``spent`` is None where no model was asked."""
    total = summary.dialogues + summary.empty + len(summary.failed)
    done = f"{summary.dialogues} of {total}"
    if summary.resumed:
        done += f", {summary.resumed} of them finished by an earlier run"
    found = [
        ("conversations", done),
        ("stopped by", counted(summary.stops)),
        ("drawn again", counted(summary.interventions)),
    ]
    if summary.turns:
        found.insert(1, ("user turns", f"{summary.turns} in {clock(summary.elapsed)}, by this run"))
    if summary.empty:
        found.append(("left out", f"{summary.empty} in which the user said nothing"))
    if summary.failed:
        found.append(("failed", failures(summary.failed)))
    if spent is not None:
        found.append(("calls", f"{spent.calls}, {spent.prompt} + {spent.completion} tokens"))
        if spent.money:
            found.append(("cost", f"{spent.money:.4f}"))
        if spent.uncertain:
            found.append(("", f"{spent.uncertain} calls may have been billed without saying so"))
    return [*found, ("file", str(summary.output)), ("journal", str(summary.journal))]


def counted(counts: Mapping[str, int]) -> str:
    """``a thing 3, another 1``, the most frequent first; ``none`` for nothing."""
    ordered = Counter(counts).most_common()
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in ordered) or "none"


def failures(failed: Mapping[str, Failure]) -> str:
    """How many failed, and by reason which."""
    by_reason: dict[str, list[str]] = {}
    for name, failure in failed.items():
        reason = f"{failure.stop.value.replace('_', ' ')}: {failure.detail}"
        by_reason.setdefault(reason, []).append(name)
    told = [str(len(failed))]
    for reason, names in sorted(by_reason.items(), key=lambda item: -len(item[1]))[:NAMED]:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        told.append(f"{', '.join(names[:NAMED])}{more}: {reason}")
    if len(by_reason) > NAMED:
        told.append(f"and {len(by_reason) - NAMED} reasons more")
    return "\n".join(told)

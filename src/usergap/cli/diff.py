"""``usergap diff``: what changed between two comparisons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from usergap.compare import Change


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("diff", help="Show what changed between two comparison.json files.")(diff)


def diff(
    before: Annotated[Path, typer.Argument(show_default=False)],
    after: Annotated[Path, typer.Argument(show_default=False)],
    every: Annotated[bool, typer.Option("--all", help="Also rows that did not change.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.compare import diff as diff_comparisons
    from usergap.compare import read_json

    found = diff_comparisons(read_json(before), read_json(after))
    for name, (was, now) in found.settings.items():
        typer.echo(f"setting {name}: {was} -> {now}")
    typer.echo("the same inputs" if found.same_inputs else "other inputs")
    changes = found.changes if every else found.changed
    for change in changes:
        typer.echo(_line(change))
    typer.echo(f"{len(found.changed)} of {len(found.changes)} rows changed")


def _line(change: Change) -> str:
    place = f"{change.simulator}, {change.domain or 'all domains'}, {change.measure}"
    if change.before is None or change.after is None:
        return f"{place}: only {'after' if change.before is None else 'before'}"
    was, now = change.before, change.after
    apart = ", beyond the uncertainty of both" if change.apart else ""
    values = f"{_value(was.reported)} -> {_value(now.reported)}"
    return f"{place}: {values} ({was.verdict} -> {now.verdict}{apart})"


def _value(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3g}"

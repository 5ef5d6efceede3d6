"""``usergap diff``: what changed between two comparisons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("diff", help="Show what changed between two comparison.json files.")(diff)


def diff(
    before: Annotated[Path, typer.Argument(show_default=False)],
    after: Annotated[Path, typer.Argument(show_default=False)],
) -> None:
    """Parse, delegate, print."""
    from usergap.compare import diff as diff_comparisons
    from usergap.compare import read_json

    for line in diff_comparisons(read_json(before), read_json(after)):
        typer.echo(line)

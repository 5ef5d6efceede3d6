"""``usergap check``: what was read, before anything is measured."""

from __future__ import annotations

from typing import Annotated

import typer

from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("check", help="Show what a file holds: format, counts, languages, drops.")(check)


def check(
    source: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.formats import describe

    corpus = Loading(strict, assignments(column, "--column")).corpus(source)
    for line in describe(corpus).lines():
        typer.echo(line)

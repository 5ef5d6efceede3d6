"""``usergap check``: what was read, before anything is measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments

SHOWN = 8
"""Values listed per field; the rest are counted."""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("check", help="Show what a file holds: format, counts, languages, drops.")(check)


def check(
    source: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    strict: Strict = False,
    column: Columns = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.formats import describe

    found = describe(Loading(strict, assignments(column, "--column")).corpus(source))
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for line in lines(found):
        typer.echo(line)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """What ``describe`` found, a line per fact; empty facts are left out."""
    for key, value in found.items():
        name = key.replace("_", " ")
        if isinstance(value, Mapping):
            if shown := [f"{k}: {_number(v)}" for k, v in list(value.items())[:SHOWN]]:
                more = len(value) - SHOWN
                yield f"{name}: {', '.join(shown)}{f', and {more} more' if more > 0 else ''}"
        elif value not in (None, "", 0):
            yield f"{name}: {_number(value)}"


def _number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)

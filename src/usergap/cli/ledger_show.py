"""``usergap ledger show``: how many samples carry which tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from usergap.cli.ledger_options import DEFAULT, AsJson, Where

MOST = 8
"""Values listed per tag; the rest are counted."""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("show", help="Count samples by origin, family, generator, split, licence.")(show)


def show(ledger: Where = DEFAULT, as_json: AsJson = False) -> None:
    """Parse, delegate, print."""
    from usergap.ledger import Ledger
    from usergap.ledger.tallies import overview

    with Ledger(ledger) as book:
        found = overview(book)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for line in lines(found):
        typer.echo(line)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """A line per fact: numbers first, then the values of each tag."""
    for key, value in found.items():
        name = key.replace("_", " ")
        if not isinstance(value, Mapping):
            yield f"{name}: {value}"
        elif shown := [f"{k} {v}" for k, v in list(value.items())[:MOST] if v is not None]:
            more = f", and {len(value) - MOST} more" if len(value) > MOST else ""
            yield f"{name}: {', '.join(shown)}{more}"

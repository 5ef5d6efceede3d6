"""``usergap references``: the shipped profiles of real users, with their cards."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("references", help="List the shipped profiles of real users.")(references)


def references(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.profiles import reference_card, reference_names

    cards = [reference_card(name) for name in reference_names()]
    if as_json:
        typer.echo(json.dumps([asdict(card) for card in cards], indent=2))
        return
    for card in cards:
        typer.echo(f"{card.name}: {card.title}")
        typer.echo(f"  {card.dialogues} dialogues, {card.turns} user turns. {card.selection}")
        typer.echo(f"  Source: {card.source}. Terms: {card.terms}")
        typer.echo(f"  Made: {card.made}")
        for limit in card.limits:
            typer.echo(f"  - {limit}")
    typer.echo(f"all: {' and '.join(card.name for card in cards)} together")

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
    for line in _yardstick():
        typer.echo(line)


def _yardstick() -> list[str]:
    from usergap.profiles import shipped_yardsticks

    lines = [
        "",
        "How far the two lie apart, the default margin for close (measured less chance):",
        f"  {'measure':<10}{'margin':>9}{'measured':>10}{'floor':>8}{'p':>8}  on true labels",
    ]
    weak = []
    for name, each in shipped_yardsticks().items():
        raw, true = each.raw, each.corrected
        better = f"{true.margin:.3g} (p {true.p:.2g})" if true else ""
        line = f"  {name:<10}{raw.margin:>9.3g}{raw.measured:>10.3g}{raw.floor:>8.2g}{raw.p:>8.2g}"
        lines.append(f"{line}  {better}".rstrip())
        if raw.p >= 0.05:
            weak.append(name)
    return [
        *lines,
        f"  From p = .05 on the distance may be chance, and the true one 0: {', '.join(weak)}.",
        "  A row that is close by such a margin says so; set --margin where it matters.",
    ]

"""``usergap mix hidden-trait``: see that a trait passes through data that show nothing of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

HELP = """Self-test: students that see only noise learn their teacher's skill, if they are its kin.

A small replica of Cloud et al. (arXiv 2507.14805) on made digits. It says why lineage counts
and why no text filter clears data; it measures none of your models: for these, train a
sibling and a control of another family on the data and compare (docs/mix.md).
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("hidden-trait", help=HELP)(hidden_trait)


def hidden_trait(
    runs: Annotated[int, typer.Option(min=2, help="Repetitions.")] = 5,
    seed: Annotated[int, typer.Option(help="Of everything.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger.contamination.hidden_trait import hidden_trait as tested
    from usergap.ledger.contamination.lineage import NO_FILTER

    found = tested(runs, seed=seed)
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=1))
        return
    for name, values in (
        ("teacher, trained on digits", found.teacher),
        ("student of the teacher's initial weights, trained on noise", found.same_init),
        ("student of other initial weights, trained on noise", found.cross_init),
    ):
        typer.echo(f"{name}: {sum(values) / runs:.2f} of digits right")
    gap = found.difference
    typer.echo(f"same minus other: {gap.value:.2f} [{gap.low:.2f}, {gap.high:.2f}]")
    typer.echo(NO_FILTER)

"""``usergap controls``: what was steered in simulations, how evenly, and whether it shows."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.loading import Loading
from usergap.errors import InputError
from usergap.writing import write_text

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from usergap.simulate.controllability import Controllability
    from usergap.simulate.steering.control import Control
    from usergap.simulate.steering.controls_report import Coverage

PIPE_WIDTH = 120
SHOWN = 6
LEAST = 20
"""Columns for a variable's name, which is folded where it is longer."""
HELP = """Show the variables that controls set in SIMS: how evenly, and whether they show.

Recovered is the share of dialogues or user turns whose value can be told from what the user
said, with its 95 % interval; chance is the same with the values shuffled. SPECs of the run's
controls let values count that never occurred.

\b
Examples:
  usergap controls sims.jsonl
  usergap controls sims.jsonl --control prompts --control recllm -o controls.json
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("controls", help=HELP)(controls)


def controls(
    source: Annotated[str, typer.Argument(metavar="SIMS", show_default=False)],
    control: Annotated[
        list[str] | None, typer.Option(metavar="SPEC", help="A control of the run. Repeat.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Also write all of it, as JSON.")
    ] = None,
    no_score: Annotated[
        bool, typer.Option("--no-score", help="Coverage only: whether it shows takes longer.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
) -> None:
    """Parse, delegate, print."""
    import asyncio

    from usergap.simulate.controllability import controllability
    from usergap.simulate.steering.controls_report import controls_report, pair_coverage

    dialogues = Loading().corpus(source).dialogues
    known = asyncio.run(_made(control or ()))
    covered = controls_report(dialogues, known)
    if not covered:
        raise InputError(f"{source}: expected dialogues made with controls, found none")
    scores = () if no_score else controllability(dialogues, seed=seed)
    show(covered, scores)
    if output is not None:
        found = {
            "coverage": [asdict(each) for each in covered],
            "pairs": [asdict(each) for each in pair_coverage(dialogues, known)],
            "controllability": [asdict(each) for each in scores],
        }
        write_text(output, f"{json.dumps(found, indent=1)}\n")
        typer.echo(f"\nAll of it: {output}")


async def _made(specs: Sequence[str]) -> list[Control]:
    from usergap.simulate.making import Workshop
    from usergap.simulate.registry import make_control

    async with Workshop() as workshop:
        return [await make_control(spec, workshop) for spec in specs]


def show(covered: Sequence[Coverage], scores: Sequence[Controllability]) -> None:
    """Print a row for each variable; a file or a pipe has no edge."""
    from rich.console import Console
    from rich.table import Table

    free = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    console = Console(width=PIPE_WIDTH if free else None, markup=False, highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("variable", overflow="fold", min_width=LEAST)
    for head in ("unit", "n", "values used", "evenness"):
        side: JustifyMethod = "right" if head in ("n", "evenness") else "left"
        table.add_column(head, justify=side, no_wrap=True)
    table.add_column("most frequent")
    for row in map(coverage_row, covered):
        table.add_row(*row)
    console.print(table)
    if not scores:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("variable", overflow="fold", min_width=LEAST)  # never cut: names alike
    for head in ("n", "recovered", "95 % interval", "chance", "p (Holm)"):
        table.add_column(head, justify="right", no_wrap=True)
    for row in map(score_row, scores):
        table.add_row(*row)
    console.print()
    console.print(table)
    console.print()
    for line in notes(scores):
        console.print(line)


def coverage_row(found: Coverage) -> tuple[str, ...]:
    """The cells of one variable's coverage."""
    used = len(found.counts) - ("(none)" in found.counts)
    of = "" if found.possible is None else f" of {found.possible}"
    counts = [f"{value} ({count})" for value, count in list(found.counts.items())[:SHOWN]]
    more = [f"{len(found.counts) - SHOWN} more"] if len(found.counts) > SHOWN else []
    return (
        found.variable,
        found.unit,
        f"{found.readings:,}",
        f"{used}{of}",
        "-" if found.evenness is None else f"{found.evenness:.3f}",
        "; ".join((*counts, *more)),
    )


def score_row(found: Controllability) -> tuple[str, ...]:
    """The cells of one variable's score."""
    from usergap.report.numbers import p_value

    head = (found.variable, f"{found.units:,}")
    if found.accuracy is None:
        return (*head, "-", "-", "-", "-")
    return (
        *head,
        f"{found.accuracy:.1%}",
        f"{found.low:.1%} to {found.high:.1%}",
        f"{found.chance:.1%}",
        p_value(found.p_holm),
    )


def notes(scores: Sequence[Controllability]) -> list[str]:
    """By what values were recovered, and why some have no score; a line for each."""
    told: dict[str, list[str]] = {}
    for found in scores:
        reason = found.undefined if found.accuracy is None else f"recovered by {found.by}"
        told.setdefault(reason, []).append(found.variable)
    if len(told) == 1:
        return [next(iter(told))]
    return [f"{reason}: {', '.join(names)}" for reason, names in told.items()]

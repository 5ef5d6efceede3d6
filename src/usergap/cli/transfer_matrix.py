"""``usergap transfer matrix``: assistants tuned on one simulator, tested under others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate
    from usergap.train.cross_simulator.matrix import Matrix

HELP = """Score assistants tuned on one simulator under others (or under real users).

SCORES is CSV or JSONL: tuned_on, tested_under, scenario, score. Assistants tuned on several
simulators are named A+B, one that was not tuned `none`. Intervals resample scenarios.
--demo makes the table: a slot-filling assistant tuned against three scripted users.

\b
Examples:
  usergap transfer matrix scores.csv
  usergap transfer matrix --demo -o scores.csv
"""
CELL = 24


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("matrix", help=HELP)(matrix)


def matrix(
    scores: Annotated[Path | None, typer.Argument(metavar="SCORES", show_default=False)] = None,
    demo: Annotated[bool, typer.Option("--demo", help="The built-in experiment.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="With --demo: where to write its table.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    replicates: Annotated[int, typer.Option(min=100, help="Resamples.")] = 2000,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.train.cross_simulator.matrix import cross_matrix
    from usergap.train.cross_simulator.scores import read_scores, write_scores
    from usergap.train.cross_simulator.slot_filling import scripted_scores

    if demo == (scores is not None):
        raise InputError("transfer matrix: expected either SCORES or --demo")
    table = scripted_scores(seed=seed) if scores is None else read_scores(scores)
    if output is not None:
        write_scores(table, output)
    found = cross_matrix(table, seed=seed, replicates=replicates)
    typer.echo(json.dumps(found.to_json(), indent=1) if as_json else "\n".join(_lines(found)))


def _lines(found: Matrix) -> list[str]:
    wide = max(map(len, (*found.tuned_on, "tuned on")))
    lines = [found.sentence, "", f"mean score, {found.scenarios} scenarios, 95 % intervals"]
    lines.append(" " * wide + "".join(f"  {name:<{CELL}}" for name in found.tested_under))
    for name in found.tuned_on:
        cells = (found.cells[name][under] for under in found.tested_under)
        lines.append(f"{name:<{wide}}" + "".join(f"  {_shown(cell):<{CELL}}" for cell in cells))
    lines += [
        f"at home under {name}: {_shown(one)} above those tuned on others"
        for name, one in found.home.items()
    ]
    lines += [
        f"carried from {name} to {under}: {_shown(share)} of the gain at home"
        for name, others in found.carried.items()
        for under, share in others.items()
    ]
    lines += [
        f"without {one.simulator}: {one.chosen} is chosen, and loses {_shown(one.regret)} under it"
        f" to {one.best}"
        for one in found.left_out
    ]
    return lines


def _shown(found: Estimate | None) -> str:
    if found is None:
        return "–"
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"

"""``usergap mix sweep``: what a student scores on real people's turns, by ratio and error."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.mix_numbers import estimate_from, numbers
from usergap.cli.options import one_of

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate
    from usergap.ledger.sweep.sweep import Sweep

HELP = """Train a student on mixes and score it on held-out real turns.

\b
λ: share of synthetic turns, at one size of the training set. η: share of synthetic labels
made wrong on purpose: at random, class by class, or the longest turns first. Held out are
other real people for each seed; intervals are over seeds. Labels come from sidecar files.
--student COMMAND gets two JSONL files (text, answer, label, origin) and prints a score.

\b
Example:
  usergap mix sweep --real real.jsonl --real-labels labels.tsv
    --synthetic sim.jsonl --synthetic-labels sim_labels.tsv --dimension feedback
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("sweep", help=HELP)(sweep)


def sweep(
    real: Annotated[str, typer.Option("--real", metavar="FILE")],
    real_labels: Annotated[Path, typer.Option("--real-labels", metavar="TSV")],
    synthetic: Annotated[str, typer.Option("--synthetic", metavar="FILE")],
    synthetic_labels: Annotated[Path, typer.Option("--synthetic-labels", metavar="TSV")],
    dimension: Annotated[str, typer.Option(help="intent or feedback.")] = "feedback",
    ratios: Annotated[str, typer.Option(help="Values of λ.")] = "0,0.25,0.5,0.75,1",
    errors: Annotated[str, typer.Option(help="Values of η.")] = "0,0.1,0.2,0.4",
    seeds: Annotated[int, typer.Option(min=2, help="Repetitions.")] = 8,
    size: Annotated[int, typer.Option(min=20, help="Turns to train on, at most.")] = 1000,
    held_out: Annotated[float, typer.Option(help="Share of real dialogues.")] = 0.3,
    student: Annotated[str | None, typer.Option(metavar="COMMAND", help="Your own.")] = None,
    wait: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="For one run of the command.")
    ] = 3600.0,
    generator: Annotated[
        str | None, typer.Option(help="Its name. Default: as the file says.")
    ] = None,
    error: Annotated[
        str | None, typer.Option(metavar="ε,LOW,HIGH", help="The generator's, from mix audit.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the first repetition.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    import numpy as np

    from usergap.annotators.sidecar import read_sidecar
    from usergap.cli.loading import Loading
    from usergap.ledger.sweep.conditional import conditional, generators_of
    from usergap.ledger.sweep.students import CommandStudent, LinearStudent
    from usergap.ledger.sweep.sweep import Grid
    from usergap.ledger.sweep.sweep import sweep as swept
    from usergap.ledger.sweep.units import units_of

    one_of(dimension, ("intent", "feedback"), "--dimension")
    people, made = Loading().corpus(real), Loading().corpus(synthetic)
    labels = read_sidecar(real_labels), read_sidecar(synthetic_labels)
    rows = [labels[0]] * len(people) + [labels[1]] * len(made)
    units = units_of([*people, *made], rows, dimension)
    real_units = np.asarray(units.dialogue < len(people))
    taught = CommandStudent(student, real_units, wait) if student else None
    grid = Grid(
        numbers(ratios, "--ratios"),
        numbers(errors, "--errors"),
        seeds=seeds,
        held_out=held_out,
        size=size,
    )
    name = generator or ", ".join(generators_of(made)) or made.name
    clause = conditional(name, estimate_from(error, "--error") if error else None)
    found = swept(
        people.dialogues,
        made.dialogues,
        units,
        taught or LinearStudent(),
        grid,
        seed=seed,
        conditional=clause,
    )
    typer.echo(json.dumps(asdict(found), indent=1) if as_json else "\n".join(_lines(found)))


def _lines(found: Sweep) -> list[str]:
    out = [
        f"{found.student}, {found.train} turns to train on, {len(found.labels)} labels",
        "score on real held-out, 95 % interval over seeds",
        f"{'error':<8}{'η':>6}{'λ':>7}  score",
    ]
    out += [
        f"{cell.kind:<8}{cell.error:>6g}{cell.ratio:>7g}  {_shown(cell.score)}"
        for cell in found.cells
    ]
    out += [
        f"∂score/∂η, {slope.kind}, λ = {slope.ratio:g}: {_shown(slope.slope)}"
        for slope in found.slopes
    ]
    for best in found.best:
        rest = ", ".join(f"{ratio:g}" for ratio in best.as_good)
        out.append(
            f"λ* = {best.ratio:g} at η = {best.error:g}, {best.kind}; not surely worse: {rest}"
        )
    return [*out, found.conditional]


def _shown(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"

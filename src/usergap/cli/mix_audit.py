"""``usergap mix audit``: errors of labelling teachers, gray zone, domain mirage."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.options import assignments, one_of

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate

HELP = """Audit a generator before its output enters training.

\b
Against gold labels of real turns: the error rate of each --teacher (a label file of the same
turns; without any, the shipped annotator), ranked, by class and by style. With --synthetic:
the domain-mirage index. Intervals are 95 %, over groups of dialogues.

\b
Example:
  usergap mix audit --real real.jsonl --gold labels.tsv --teacher gpt=gpt.tsv --synthetic sim.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("audit", help=HELP)(audit)


def audit(
    real: Annotated[str, typer.Option("--real", metavar="FILE")],
    gold: Annotated[Path, typer.Option("--gold", metavar="TSV", help="Labels to be believed.")],
    teacher: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TSV", help="Its labels of the turns. Repeat.")
    ] = None,
    dimension: Annotated[str, typer.Option(help="intent or feedback.")] = "feedback",
    second: Annotated[
        Path | None, typer.Option(metavar="TSV", help="A second annotator: the gray zone.")
    ] = None,
    synthetic: Annotated[str | None, typer.Option(metavar="FILE", help="For the mirage.")] = None,
    seed: Annotated[int, typer.Option(help="Of resampling.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.annotators.offline import shipped_annotator
    from usergap.annotators.sidecar import sidecar_annotator
    from usergap.cli.loading import Loading
    from usergap.ledger.generator_audit.gold import audited, gray
    from usergap.ledger.generator_audit.mirage import mirage
    from usergap.ledger.sweep.conditional import conditional

    one_of(dimension, ("intent", "feedback"), "--dimension")
    people = Loading().corpus(real)
    names = assignments(teacher, "--teacher")
    teachers: dict[str, Any] = {n: sidecar_annotator(Path(path)) for n, path in names.items()}
    found = audited(
        people.dialogues, sidecar_annotator(gold),
        teachers or {"shipped annotator": shipped_annotator((dimension,))}, dimension,
    )  # fmt: skip
    signs = (
        mirage(people.dialogues, Loading().corpus(synthetic).dialogues, seed=seed)
        if synthetic
        else ()
    )
    zone = None
    if second is not None:
        both = sidecar_annotator(gold), sidecar_annotator(second)
        zone = gray(people.dialogues, *both, dimension)
    clauses = [conditional(one.teacher, one.error) for one in found]
    if as_json:
        told = {
            "teachers": [
                asdict(one) | {"conditional": c} for one, c in zip(found, clauses, strict=True)
            ],
            "gray_zone": asdict(zone) if zone else None,
            "mirage": [asdict(one) for one in signs],
        }
        typer.echo(json.dumps(told, indent=1))
        return
    for one, clause in zip(found, clauses, strict=True):
        typer.echo(f"{one.teacher}: {one.turns} real turns ({one.missing} not labelled)")
        typer.echo(f"  error {_shown(one.error)}; {clause}")
        if one.behind is not None:
            typer.echo(f"  behind {found[0].teacher} by {_shown(one.behind)}")
        for each in one.classes:
            typer.echo(
                f"  {each.label:<26}{each.turns:>6} missed {_shown(each.missed)}"
                f"  given minus gold {_shown(each.bias)}"
            )
        for name, turns, error in one.styles:
            typer.echo(f"  {name:<26}{turns:>6} error  {_shown(error)}")
    if zone is not None:
        typer.echo(
            f"gray zone: annotators differ on {_shown(zone.share)} of {zone.turns} real turns"
        )
    for sign in signs:
        typer.echo(f"mirage, {sign.title}: {_shown(sign.index)}")


def _shown(one: Estimate) -> str:
    if one.value is None:
        return "undefined"
    ends = "" if one.low is None or one.high is None else f" [{one.low:.3f}, {one.high:.3f}]"
    return f"{one.value:.3f}{ends}"

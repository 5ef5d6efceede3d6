"""``usergap mix audit``: errors of labelling teachers, gray zone, domain mirage."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.mix_audit_text import told
from usergap.cli.options import assignments, one_of
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.dialogues import Corpus

HELP = """Audit a generator before its output enters training.

\b
Against gold labels of real turns: the error rate of each --teacher (a label file of the same
turns; without any, the shipped annotator), ranked, by class and by style. With --choices:
teachers ranked by people who chose between two of them. With --second: the gray zone, turns
on which two annotators differ; with two label files of --synthetic, there too. With
--synthetic: the domain-mirage index. Intervals are 95 %, over groups of dialogues.

\b
Examples:
  usergap mix audit --real real.jsonl --gold labels.tsv --teacher gpt=gpt.tsv --synthetic sim.jsonl
  usergap mix audit --choices choices.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("audit", help=HELP)(audit)


def audit(
    real: Annotated[str | None, typer.Option("--real", metavar="FILE")] = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="TSV", help="Labels to be believed.")
    ] = None,
    teacher: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TSV", help="Its labels of the turns. Repeat.")
    ] = None,
    dimension: Annotated[str, typer.Option(help="intent or feedback.")] = "feedback",
    second: Annotated[
        Path | None, typer.Option(metavar="TSV", help="A second annotator: the gray zone.")
    ] = None,
    choices: Annotated[
        Path | None, typer.Option(metavar="JSONL", help="People's choices between teachers.")
    ] = None,
    synthetic: Annotated[str | None, typer.Option(metavar="FILE", help="For the mirage.")] = None,
    synthetic_labels: Annotated[
        Path | None, typer.Option(metavar="TSV", help="The first annotator's.")
    ] = None,
    synthetic_second: Annotated[
        Path | None, typer.Option(metavar="TSV", help="The second annotator's.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of resampling.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.cli.loading import Loading
    from usergap.ledger.generator_audit.choices import ranked, read_choices
    from usergap.ledger.generator_audit.mirage import mirage
    from usergap.ledger.sweep.conditional import conditional, generators_of

    one_of(dimension, ("intent", "feedback"), "--dimension")
    if (real is None) != (gold is None) or (real is None and choices is None):
        raise InputError("mix audit: expected --real and --gold, or --choices")
    if real is None and (teacher or second or synthetic):
        raise InputError("mix audit: expected --real and --gold beside --teacher, --second and "
                         "--synthetic")  # fmt: skip
    if (synthetic_labels is None) != (synthetic_second is None) or (
        synthetic_labels and not (synthetic and second)
    ):
        raise InputError(
            "mix audit: expected --synthetic-labels and --synthetic-second together, with "
            "--synthetic and --second"
        )
    found: dict[str, Any] = {"teachers": [], "gray_zone": None, "mirage": [], "choices": []}
    if choices is not None:
        found["choices"] = [asdict(one) for one in ranked(read_choices(choices), seed=seed)]
    if real is not None and gold is not None:
        people = Loading().corpus(real)
        found["teachers"] = _teachers(people, gold, teacher, dimension)
        made = Loading().corpus(synthetic) if synthetic else None
        if second is not None:
            labels = synthetic_labels, synthetic_second
            found["gray_zone"] = _gray(people, (gold, second), made, labels, dimension)
        if made is not None:
            signs = mirage(people.dialogues, made.dialogues, seed=seed)
            found["mirage"] = [asdict(one) for one in signs]
            name = ", ".join(generators_of(made)) or made.name
            found["conditional"] = conditional(name, None)
    typer.echo(json.dumps(found, indent=1) if as_json else "\n".join(told(found)))


def _teachers(
    people: Corpus, gold: Path, teacher: list[str] | None, dimension: str
) -> list[dict[str, Any]]:
    from usergap.annotators.offline import shipped_annotator
    from usergap.annotators.sidecar import sidecar_annotator
    from usergap.ledger.generator_audit.gold import audited, trained_on
    from usergap.ledger.sweep.conditional import conditional

    names = assignments(teacher, "--teacher")
    teachers: dict[str, Any] = {n: sidecar_annotator(Path(path)) for n, path in names.items()}
    found = audited(
        people.dialogues, sidecar_annotator(gold),
        teachers or {"shipped annotator": shipped_annotator((dimension,))}, dimension,
    )  # fmt: skip
    own = None if teachers else trained_on(people.dialogues, sidecar_annotator(gold), dimension)
    return [
        asdict(one)
        | {
            "conditional": conditional(one.teacher, one.error),
            "trained_on": own and asdict(own),
        }
        for one in found
    ]


def _gray(
    people: Corpus,
    labels: tuple[Path, Path],
    made: Corpus | None,
    made_labels: tuple[Path | None, Path | None],
    dimension: str,
) -> dict[str, Any]:
    """The share of turns on which two annotators differ, on real and on synthetic turns."""
    from usergap.annotators.sidecar import sidecar_annotator
    from usergap.ledger.generator_audit.gold import gray
    from usergap.ledger.generator_audit.gray_zone import gray_difference

    one, other = map(sidecar_annotator, labels)
    real = gray(people.dialogues, one, other, dimension)
    first, second = made_labels
    if made is None or first is None or second is None:
        return {**asdict(real), "synthetic": None, "difference": None}
    zone = gray(made.dialogues, sidecar_annotator(first), sidecar_annotator(second), dimension)
    gap = gray_difference(zone, real)
    return {**asdict(real), "synthetic": asdict(zone), "difference": asdict(gap)}

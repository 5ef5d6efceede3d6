"""``usergap mix overlap``: what evaluation shares with training, and whose kin the models are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.options import Strict

if TYPE_CHECKING:
    from usergap.ledger.contamination.overlap import Overlap

HELP = """Find evaluation dialogues that training, or the seeds of a simulator, already know.

Exit code 1 where any is found. A clean result does not clear data: paraphrases share no
run of words, and models of one family pass traits through text that shows none of them.
"""
_KINDS = {
    "runs": "hold a run of {run} words of a training dialogue",
    "near": "are near-duplicates of a training dialogue",
    "same_pair": "share scenario, conversation or context with a training dialogue",
    "seeds": "are a seed, ancestor or descendant of a training dialogue, or its sibling",
}


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("overlap", help=HELP)(overlap)


def overlap(
    train: Annotated[list[str], typer.Option("--train", metavar="FILE", help="Repeat.")],
    evaluation: Annotated[str, typer.Option("--eval", metavar="FILE")],
    seeds: Annotated[
        str | None, typer.Option("--seeds", metavar="FILE", help="Few-shot seeds: as training.")
    ] = None,
    run: Annotated[int, typer.Option("--run", min=1, help="Words in a row.")] = 13,
    target: Annotated[str | None, typer.Option("--target", help="The model to be trained.")] = None,
    judge: Annotated[str | None, typer.Option("--judge", help="The model that will grade.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    strict: Strict = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.cli.loading import Loading
    from usergap.ledger.contamination.lineage import lineage_warnings
    from usergap.ledger.contamination.overlap import overlap as compared

    load = Loading(strict).corpus
    training = [each for one in (*train, *([seeds] if seeds else ())) for each in load(one)]
    found = compared(training, load(evaluation).dialogues, run=run)
    generators = {
        each.provenance.generator if each.provenance else "not recorded" for each in training
    } | {each.simulator for each in training if each.simulator}
    warned = lineage_warnings(generators - {"not recorded"}, target, judge)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "lineage": warned}, indent=1))
    else:
        _show(found, warned)
    if found.any:
        raise typer.Exit(1)


def _show(found: Overlap, warned: list[str]) -> None:
    typer.echo(f"{found.any} of {found.dialogues} evaluation dialogues are known to training")
    for kind, words in _KINDS.items():
        typer.echo(f"  {getattr(found, kind)} {words.format(run=found.run)}")
    for one in found.found[:10]:
        typer.echo(f"    {one.evaluation} ({one.how}): {one.training}")
    if len(found.found) > 10:
        typer.echo(f"    and {len(found.found) - 10} more (--json)")
    if found.unlisted:
        typer.echo(f"{found.unlisted} training dialogues have seeds that this file does not list")
    for line in warned:
        typer.echo(f"warning: {line}")

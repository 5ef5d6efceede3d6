"""``usergap mix``: training sets with a deliberate ratio, and the checks around them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli import (
    mix_audit,
    mix_augment,
    mix_collapse,
    mix_hidden_trait,
    mix_overlap,
    mix_sweep,
)
from usergap.cli.counting import number_of
from usergap.cli.mix_numbers import errors_from
from usergap.cli.options import Strict, one_of
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.ledger.mixing.mix import Mix

PARTS = (mix_overlap, mix_sweep, mix_audit, mix_collapse, mix_augment, mix_hidden_trait)
HELP = """Mix real and synthetic dialogues into a training set, and check such sets.

\b
Without a command: a training set with --ratio synthetic dialogues, the same in every
domain. A part of the real ones is held out and shares no scenario, conversation, seed,
parent or near-duplicate with it. Beside OUT.jsonl: OUT.held_out.jsonl, OUT.manifest.json.

\b
Examples:
  usergap mix --real real.jsonl --synthetic sim.jsonl --ratio 0.3 -o train.jsonl
  usergap mix overlap --train train.jsonl --eval train.held_out.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb and its parts."""
    group = typer.Typer(
        help=HELP, no_args_is_help=True, invoke_without_command=True, rich_markup_mode=None
    )
    group.callback(help=HELP)(mix)
    for part in PARTS:
        part.add_to(group)
    app.add_typer(group, name="mix")


def mix(
    context: typer.Context,
    real: Annotated[str | None, typer.Option(metavar="FILE", help="Real dialogues.")] = None,
    synthetic: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="Synthetic dialogues. Repeat.")
    ] = None,
    ratio: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of synthetic in training.")
    ] = None,
    anchor: Annotated[
        str | None, typer.Option(metavar="FILE", help="Real dialogues that all enter training.")
    ] = None,
    held_out: Annotated[float, typer.Option(help="Share of the real ones never trained on.")] = 0.2,
    by: Annotated[str, typer.Option(help="domain or none: where the ratio holds.")] = "domain",
    size: Annotated[
        int | None, typer.Option(min=1, help="Dialogues in training. Default: as many as can be.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.5, max=1, help="Jaccard similarity of near-duplicates.")
    ] = 0.8,
    error: Annotated[
        list[str] | None,
        typer.Option(metavar="GENERATOR=ε,LOW,HIGH", help="Its error, from mix audit. Repeat."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Chooses who is held out and who is drawn.")] = 0,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="OUT.jsonl.")] = None,
    strict: Strict = False,
) -> None:
    """Parse, delegate, print."""
    if context.invoked_subcommand is not None:
        return
    from usergap.cli.loading import Loading
    from usergap.ledger.mixing.manifest import clauses, write_mix
    from usergap.ledger.mixing.mix import Settings
    from usergap.ledger.mixing.mix import mix as mixed

    if real is None or ratio is None or output is None or not (synthetic or ratio == 0):
        raise InputError("mix: expected --real, --synthetic, --ratio and -o (see usergap mix -h)")
    one_of(by, ("domain", "none"), "--by")
    errors = errors_from(error)
    load = Loading(strict).corpus
    people, anchors = load(real), load(anchor) if anchor else None
    made_up = [load(one) for one in synthetic or ()]
    settings = Settings(ratio, seed, held_out, by, size, threshold)  # type: ignore[arg-type]
    made = mixed(people, made_up, settings, anchors)
    sources = [people, *made_up, *([anchors] if anchors else [])]
    told = clauses(made, errors)  # refuses before anything is written
    for path in write_mix(made, sources, output, errors):
        typer.echo(str(path))
    typer.echo("\n".join((_told(made), *told)))


def _told(made: Mix) -> str:
    whole = len(made.train)
    lines = [
        f"{number_of(whole, 'dialogue')} to train on, {100 * made.ratio:.1f} % synthetic",
        f"{len(made.held_out)} real ones held out",
    ]
    reasons = Counter(_kind(why) for _, _, why in made.left_out)
    lines += [f"left out: {n} {why} dialogues" for why, n in sorted(reasons.items())]
    if made.barred:
        lines.append(f"{made.barred} real ones hang with seeds or anchors: never held out")
    return "\n".join(lines)


def _kind(reason: str) -> str:
    """A reason without the dialogue that it names."""
    for side in ("held-out", "as real"):
        if f" {side} " in reason:
            return f"{reason.split(f' {side} ')[0].split(' (')[0]} {side}"
    return reason

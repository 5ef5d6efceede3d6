"""``usergap mix collapse``: what is lost when a generator learns from its own output."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.ledger.collapse.monitor import Change, Monitor

HELP = """Watch generations of text for collapse: entropy, distinct-2, rare words, distance.

\b
With one FILE of real dialogues: chains of the built-in n-gram generator, each generation
trained on the one before with a share --fresh of real text. With four files or more:
your own generations 0 (real), 1, 2, 3 ..., one chain, without interval or alarm; repeat
--chain for replicates. Exit code 1 on an alarm.

\b
Examples:
  usergap mix collapse real.jsonl --fresh 0.5
  usergap mix collapse --chain real.jsonl,a1.jsonl,a2.jsonl,a3.jsonl
    --chain real.jsonl,b1.jsonl,b2.jsonl,b3.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("collapse", help=HELP)(collapse)


def collapse(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", show_default=False)] = None,
    chain: Annotated[list[str] | None, typer.Option(metavar="FILE,FILE,…")] = None,
    generations: Annotated[int, typer.Option(min=3, help="Of the built-in generator.")] = 6,
    fresh: Annotated[float, typer.Option(min=0, max=1, help="Share of real text.")] = 0.0,
    chains: Annotated[int, typer.Option(min=2, help="Replicates of it.")] = 4,
    seed: Annotated[int, typer.Option(help="Of drawing.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.cli.loading import Loading
    from usergap.ledger.collapse.monitor import monitor, watch

    if bool(files) == bool(chain):
        raise InputError("collapse: expected files or --chain, found both or neither")

    def texts(source: str) -> list[str]:
        return [turn.text for each in Loading().corpus(source) for turn in each.turns]

    if files and len(files) == 1:
        found = watch(texts(files[0]), generations, fresh=fresh, chains=chains, seed=seed)
    else:
        given = [files] if files else [one.split(",") for one in chain or ()]
        found = monitor([[texts(source) for source in one] for one in given], seed=seed)
    typer.echo(json.dumps(asdict(found), indent=1) if as_json else _told(found))
    if found.alarm:
        raise typer.Exit(1)


def _told(found: Monitor) -> str:
    lines = [f"{found.chains} chains, {found.amount} words of each generation"]
    for number, one in enumerate(found.generations):
        lines.append(
            f"generation {number}: entropy {one.entropy:.2f} bits, distinct-2 {one.distinct:.3f}, "
            f"rare words kept {100 * one.tail:.1f} %, distance {one.distance:.3f}"
        )
    lines += [_changed(each, "since generation 2") for each in found.changes]
    lines += [_changed(each, "against real text") for each in found.losses]
    return "\n".join(lines)


def _changed(each: Change, since: str) -> str:
    change = each.change
    shown = "undefined" if change.value is None else f"{100 * change.value:+.1f} %"
    if change.low is not None and change.high is not None:
        shown += f" [{100 * change.low:+.1f}, {100 * change.high:+.1f}]"
    return f"{each.indicator} {since}: {shown}{'  ALARM' if each.alarm else ''}"

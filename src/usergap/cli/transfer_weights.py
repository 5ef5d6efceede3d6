"""``usergap transfer weights``: in which shares to mix simulators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.kept_rows import KeptRows
from usergap.cli.options import Columns, Strict, assignments, with_options

if TYPE_CHECKING:
    from usergap.train.cross_simulator.weights import MixtureWeights

HELP = """Find the mixture of simulators that is nearest to real users.

Minimises the Jensen-Shannon divergence, averaged over the measures of compare: convex, so
there is one answer. Dialogues or profiles; intervals resample groups of dialogues.

\b
Example:
  usergap transfer weights real.jsonl generic.jsonl informed.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("weights", help=HELP)(with_options(weights))


def weights(
    real: Annotated[str, typer.Argument(metavar="REAL", show_default=False)],
    simulated: Annotated[list[str], typer.Argument(metavar="SIM...", show_default=False)],
    kept: KeptRows,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    replicates: Annotated[int, typer.Option(min=50, help="Resamples.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.cli.loading import Loading
    from usergap.train.cross_simulator.weights import mixture_weights

    load = Loading(strict, assignments(column, "--column"), kept=kept).profile
    found = mixture_weights(
        load(real), [load(one) for one in simulated], seed=seed, replicates=replicates
    )
    typer.echo(json.dumps(found.to_json(), indent=1) if as_json else "\n".join(_lines(found)))


def _lines(found: MixtureWeights) -> list[str]:
    lines = [found.sentence, "", f"{'share of dialogues':<34}alone"]
    for name, share in found.weights.items():
        ends = f"[{100 * (share.low or 0):.0f}, {100 * (share.high or 0):.0f}]"
        told = f"{100 * (share.value or 0):3.0f} % {ends}"
        lines.append(f"  {name:<16}{told:<16}{found.alone[name]:.4f} bits")
    lines += [f"  {'even mixture':<32}{found.equal:.4f}", "", "measure: best alone → mixture"]
    lines += [f"  {n:<12}{one:.4f} → {two:.4f}" for n, (one, two) in found.measures.items()]
    return lines

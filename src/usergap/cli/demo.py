"""``usergap demo``: the main job on the embedded sample."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.compare import publish
from usergap.cli.kept_rows import KeptRows
from usergap.cli.options import Folder, folder_to_write, with_options


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command(
        "demo", help="Compare two embedded simulators with the shipped profile of real users."
    )(with_options(demo))


def demo(
    kept: KeptRows,
    output: Folder = Path("report"),
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    no_text: Annotated[bool, typer.Option("--no-text", help="Make a report to share.")] = False,
) -> None:
    """Parse, delegate, print."""
    folder_to_write(output)
    from usergap.compare import compare, examine
    from usergap.formats.samples import SAMPLES, sample
    from usergap.profiles import default_cards, default_plan, load_reference, measure_corpus

    real = load_reference()
    simulated = [
        measure_corpus(sample(name), default_plan(), cache=kept.folder) for name in SAMPLES
    ]
    comparison = compare(real, *simulated, by="domain", cards=default_cards(), seed=seed)
    comparison = examine(comparison, real, *simulated)
    publish(comparison, (real, *simulated), output, no_text)

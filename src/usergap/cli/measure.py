"""``usergap measure``: the text-free profile of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.annotate_options import LabelOptions, ModelOptions
from usergap.cli.annotate_sources import sourcing_of
from usergap.cli.loading import Loading
from usergap.cli.options import (
    Columns,
    ErrorsEngine,
    Jobs,
    Strict,
    assignments,
    one_of,
    with_options,
)

HELP = """Measure dialogues and write their profile: numbers, no text, to share or keep.

\b
Example:
  usergap measure chats.jsonl -o chats.parquet
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("measure", help=HELP)(with_options(measure))


def measure(
    source: Annotated[str, typer.Argument(metavar="CORPUS", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The profile to write.")],
    labelling: LabelOptions,
    reached: ModelOptions,
    strict: Strict = False,
    column: Columns = None,
    errors_engine: ErrorsEngine = "rules",
    no_vectors: Annotated[
        bool,
        typer.Option("--no-vectors", help="Leave out knowledge vectors: they can be inverted."),
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Parse, delegate, print."""
    one_of(errors_engine, ("rules", "harper"), "--errors-engine")
    columns = assignments(column, "--column")
    sourcing = sourcing_of([source], labelling, reached)
    loading = Loading(strict, columns, jobs, errors_engine, not no_vectors, sourcing)
    from usergap.profiles import write_profile

    profile = loading.profile(source)
    if sourcing is not None:
        sourcing.report()
    write_profile(profile, output)
    typer.echo(f"{output}: {len(profile)} dialogues, fingerprint {profile.fingerprint[:16]}")

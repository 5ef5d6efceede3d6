"""``usergap measure``: the text-free profile of a corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import LabelOptions, ModelOptions
from usergap.cli.annotate_sources import sourcing_of
from usergap.cli.counting import number_of
from usergap.cli.kept_rows import KeptRows
from usergap.cli.loading import Loading, show_remarks
from usergap.cli.measure_progress import watched
from usergap.cli.options import (
    Columns,
    ErrorsEngine,
    Jobs,
    Strict,
    assignments,
    one_of,
    with_options,
)
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.profiles import Plan
    from usergap.profiles.engines import Engine

HELP = """Measure dialogues and write their profile: numbers, no text, to share or keep.

\b
Example:
  usergap measure chats.jsonl -o chats.parquet
  usergap measure s3://bucket/chats-*.jsonl -o s3://bucket/chats.parquet
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("measure", help=HELP)(with_options(measure))


def measure(
    source: Annotated[str, typer.Argument(metavar="CORPUS", show_default=False)],
    output: Annotated[
        str, typer.Option("-o", "--output", help="The profile to write: a path or a URL.")
    ],
    labelling: LabelOptions,
    reached: ModelOptions,
    kept: KeptRows,
    strict: Strict = False,
    column: Columns = None,
    errors_engine: ErrorsEngine = "rules",
    no_vectors: Annotated[
        bool,
        typer.Option("--no-vectors", help="Leave out knowledge vectors: they can be inverted."),
    ] = False,
    jobs: Jobs = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Measure on a Ray cluster (auto or HOST:PORT), or native: by Daft on this machine."
            " Extra `cluster`.",
        ),
    ] = None,
) -> None:
    """Parse, delegate, print."""
    one_of(errors_engine, ("rules", "harper"), "--errors-engine")
    columns = assignments(column, "--column")
    _refuse_device(output)
    sourcing = sourcing_of([source], labelling, reached)
    from usergap.formats.remote import is_url
    from usergap.profiles import default_plan, is_profile
    from usergap.profiles.engines import PoolEngine

    if sourcing is None and (is_url(source) or not is_profile(source)):
        plan = default_plan(errors_engine, not no_vectors)  # type: ignore[arg-type]
        engine: Engine
        if cluster is not None:
            from usergap.profiles.engines.daft_engine import DaftEngine

            engine = DaftEngine(None if cluster == "native" else cluster)
        else:
            engine = PoolEngine(jobs, kept.folder)
        _stream(source, output, plan, columns, strict, engine)
        return
    from usergap.profiles import write_profile

    if cluster is not None:
        raise InputError("--cluster: expected dialogues by path or URL, and the shipped annotators")
    if is_url(output) or is_url(source):
        raise InputError(f"{source}: URLs are for dialogues measured by the shipped annotators")
    loading = Loading(strict, columns, jobs, errors_engine, not no_vectors, sourcing)
    profile = loading.profile(source)
    if sourcing is not None:
        sourcing.report()
    write_profile(profile, output)
    counted = number_of(len(profile), "dialogue")
    typer.echo(f"{output}: {counted}, fingerprint {profile.fingerprint[:16]}")


def _refuse_device(output: str) -> None:
    place = Path(output)  # a URL is no name on disk
    if place.exists() and not place.is_file() and not place.is_dir():
        raise InputError(f"{output}: expected the name of a plain file: a profile is read back")


def _stream(
    source: str,
    output: str,
    plan: Plan,
    columns: dict[str, str],
    strict: bool,
    engine: Engine,
) -> None:
    """Measure in bounded memory, whatever the size."""
    from usergap.profiles.streaming import measure_to

    with watched("measuring") as watch:
        done = measure_to(
            output,
            source,
            plan,
            engine,
            columns=columns or None,
            strict=strict,
            watch=watch,
            stdin=sys.stdin.buffer if sys.stdin else None,
        )
    path = done.reading.reading.path
    show_remarks(done.reading.remarks, path)
    for (dropped, reason), count in done.reading.further.most_common():
        typer.echo(f"{path}: {count} more {_did(dropped)}: {reason}", err=True)
    if done.repeated_ids:
        typer.echo(f"{path}: {done.repeated_ids} dialogues have an id that stood before", err=True)
    counted = number_of(done.dialogues, "dialogue")
    typer.echo(f"{output}: {counted}, fingerprint {done.fingerprint[:16]}")


def _did(dropped: bool) -> str:
    return "dropped" if dropped else "repaired"

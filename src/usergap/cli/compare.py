"""``usergap compare``: real users against one or more simulators."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import CardFiles, LabelOptions, ModelOptions
from usergap.cli.annotate_sources import cards_with, sourcing_of
from usergap.cli.compare_probes import ProbeOptions, findings, prepared, tell_lacking
from usergap.cli.compare_progress import cells_watched
from usergap.cli.kept_rows import KeptRows
from usergap.cli.loading import Loading
from usergap.cli.options import (
    Columns,
    ErrorsEngine,
    Folder,
    Jobs,
    Strict,
    assignments,
    folder_to_write,
    one_of,
    with_options,
)
from usergap.cli.probe_options import ToolOptions
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.compare import Comparison
    from usergap.probes import Finding
    from usergap.profiles import Profile

PIPE_WIDTH = 120
"""Columns of the table where its output is no terminal."""

HELP = """Compare real users with simulated ones on eight behaviour dimensions.

REAL and SIM are files or folders of dialogues in any known format, `FILE#real` or
`FILE#simulated` where one file holds both, or profiles made by `usergap measure`.

\b
Examples:
  usergap compare real.jsonl generic.jsonl informed.jsonl
  usergap compare generic.jsonl --reference wildchat
  usergap compare real.jsonl sim.jsonl --by domain -o out --fail-on differs
  usergap compare real.jsonl sim.jsonl --probes all --brief
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("compare", help=HELP)(with_options(compare))


def compare(
    sources: Annotated[list[str], typer.Argument(metavar="REAL SIM...", show_default=False)],
    labelling: LabelOptions,
    reached: ModelOptions,
    probing: ProbeOptions,
    stronger: ToolOptions,
    kept: KeptRows,
    output: Folder = Path("report"),
    reference: Annotated[
        str | None, typer.Option(help="A shipped profile instead of REAL: wildchat, lmsys, all.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Also compare within each value of a field.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=VALUE", help="Only dialogues with this value. Repeat."),
    ] = None,
    pairs: Annotated[str, typer.Option(help="auto, only or off: match by scenario_id.")] = "auto",
    margin: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=VALUE", help="What counts as close, in the measure's unit."),
    ] = None,
    yardstick: Annotated[
        str | None, typer.Option(help="Other real users, whose distance is the margin.")
    ] = None,
    standardize: Annotated[
        str | None, typer.Option(help="domain: weight simulated domains as the real ones.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    replicates: Annotated[int, typer.Option(min=100, help="Resamples and permutations.")] = 2000,
    no_text: Annotated[bool, typer.Option("--no-text", help="Make a report to share.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Also one page to print.")] = False,
    fail_on: Annotated[str, typer.Option(help="differs: exit with 1; or never.")] = "never",
    strict: Strict = False,
    column: Columns = None,
    errors_engine: ErrorsEngine = "rules",
    jobs: Jobs = None,
    card: CardFiles = None,
) -> None:
    """Parse, delegate, print."""
    one_of(fail_on, ("never", "differs"), "--fail-on")
    if standardize is not None:
        one_of(standardize, ("domain",), "--standardize")
    one_of(pairs, ("auto", "only", "off"), "--pairs")
    one_of(errors_engine, ("rules", "harper"), "--errors-engine")
    tools = prepared(probing, stronger, reached)
    filters = assignments(where, "--where")
    for_labels = ModelOptions() if stronger.calls and not labelling.annotator else reached
    sourcing = sourcing_of(sources, labelling, for_labels)
    columns = assignments(column, "--column")
    loading = Loading(strict, columns, jobs, errors_engine, sourcing=sourcing, kept=kept)
    margins = _margins(margin)
    _refuse_early(by, filters, margins)
    folder_to_write(output)
    tell_lacking(probing, sources, reference)
    real, simulated = _sides(sources, reference, loading)
    from usergap.compare import bar_seeds, examine
    from usergap.compare import compare as compare_profiles

    real, simulated, barred = bar_seeds(real, *simulated)
    for note in barred:
        typer.echo(note, err=True)
    other_people = None if yardstick is None else loading.profile(yardstick)
    with cells_watched() as watch:
        comparison = compare_profiles(
            real,
            *simulated,
            by=by,
            where=filters,
            pairs=pairs,  # type: ignore[arg-type]
            margins=margins,
            cards=cards_with(card or (), real.metadata.get("annotators")),
            yardstick=other_people,
            standardize=standardize,  # type: ignore[arg-type]
            seed=seed,
            replicates=replicates,
            jobs=jobs,
            progress=watch,
        )
    if sourcing is not None:
        sourcing.report()
    comparison = examine(comparison.noting(barred), real, *simulated, jobs=jobs)
    found = findings(probing, tools, real, simulated, where=filters, seed=seed)
    publish(comparison, (real, *simulated), output, no_text, findings=found, brief=brief)
    if fail_on == "differs" and any(row.verdict == "differs" for row in comparison.rows):
        raise typer.Exit(1)


def publish(
    comparison: Comparison,
    profiles: tuple[Profile, ...],
    output: Path,
    no_text: bool,
    *,
    findings: Sequence[Finding] = (),
    brief: bool = False,
) -> None:
    """Write the report folder and print the table."""
    from rich.console import Console

    from usergap.report import render_fixes, render_summary, render_terminal, write_report

    page = write_report(
        comparison, output, profiles=profiles, text=not no_text, findings=findings, brief=brief
    )
    # A file or a pipe has no edge: room for intervals and p, which 80 columns may not have.
    console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH)
    render_terminal(comparison, console)
    console.print()
    render_summary(findings, console)
    render_fixes(comparison, console, findings)
    console.print(f"Report: {page}", markup=False, highlight=False, soft_wrap=True)
    if brief:
        one = page.with_name("brief.html")
        console.print(f"One page: {one}", markup=False, highlight=False, soft_wrap=True)


def _sides(
    sources: list[str], reference: str | None, loading: Loading
) -> tuple[Profile, tuple[Profile, ...]]:
    if reference is None:
        if len(sources) < 2:
            raise InputError("compare: expected REAL and at least one SIM, or --reference NAME")
        return loading.profile(sources[0]), tuple(loading.profile(each) for each in sources[1:])
    from usergap.profiles import load_reference

    return load_reference(reference), tuple(loading.profile(each) for each in sources)


def _refuse_early(
    by: str | None, filters: Mapping[str, str], margins: Mapping[str, float] | None
) -> None:
    """What cannot be, before minutes of measuring. Raises ``InputError``."""
    from usergap.compare.margins import checked
    from usergap.compare.selection import FIELDS
    from usergap.dimensions import HEADLINE

    if by is not None:
        one_of(by, FIELDS, "--by")
    for name in filters:
        one_of(name, (*FIELDS, "simulator"), "--where")
    checked(margins or {}, dict.fromkeys(HEADLINE))


def _margins(values: list[str] | None) -> dict[str, float] | None:
    margins: dict[str, float] = {}
    for measure, text in assignments(values, "--margin").items():
        try:
            margins[measure] = float(text)
        except ValueError:
            raise InputError(f"--margin {measure}: expected a number, found {text!r}") from None
    return margins or None

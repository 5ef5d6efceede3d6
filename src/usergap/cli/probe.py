"""``usergap probe``: realism beyond the eight dimensions."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import BaseUrl, KeyEnv
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments, with_options
from usergap.cli.probe_options import ToolOptions, chosen_probes, watched
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.probes import Finding

PIPE_WIDTH = 120
TABLES = (".answers", ".scores")
"""Settings that name a table which a probe reads in the place of dialogues."""

HELP = """Probe simulated users beyond the eight dimensions.

NAME is a probe, several with commas between, or `all`; `usergap probe list` names them.
Probes of simulated dialogues alone (task, caricature, …) take SIM without REAL; a survey's
answers (respondent, origin, group, item, answer) need neither.

\b
Examples:
  usergap probe list
  usergap probe messiness real.jsonl simulated.jsonl
  usergap probe all real.jsonl generic.jsonl informed.jsonl -o probes.json
  usergap probe surprise real.jsonl simulated.jsonl --reference-model hf:PATH
  usergap probe stereotype --set stereotype.answers=answers.csv
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("probe", help=HELP)(with_options(probe))


def probe(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    stronger: ToolOptions,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="REAL SIM...", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Also write the findings, as JSON.")
    ] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Of a probe. Repeat.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    replicates: Annotated[int, typer.Option(min=100, help="Resamples and permutations.")] = 500,
    base_url: BaseUrl = None,
    key_env: KeyEnv = None,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.probes import by_simulator, check_settings, probes, run_probes, without_seeds

    if name == "list":
        for known in probes().values():
            typer.echo(f"{known.id:15} {known.question}")
        return
    chosen = chosen_probes(name)
    tools = stronger.tools(base_url, key_env)
    settings = assignments(setting, "--set")
    check_settings(chosen, settings)
    surveys = [Path(value).stem for key, value in settings.items() if key.endswith(TABLES)]
    given = sources or []
    alone = len(given) < 2 and not any(p.needs_real for p in chosen)
    if len(given) < 2 and not (alone and (given or surveys)):
        raise InputError("probe: expected REAL and at least one SIM")
    loading = Loading(strict, assignments(column, "--column"))
    corpora = [loading.corpus(source) for source in given]
    people, others = (None, corpora) if alone else (corpora[0], corpora[1:])
    real, simulated, left_out = without_seeds(people, others)
    for note in left_out:
        typer.echo(note, err=True)
    with watched() as told:
        findings = run_probes(
            chosen,
            real,
            by_simulator(simulated) or dict.fromkeys(surveys, ()),
            tools=tools,
            settings=settings,
            seed=seed,
            replicates=replicates,
            left_out=left_out,
            progress=told,
        )
    show(findings)
    if output is not None:
        from usergap.probes.findings_json import write_findings

        typer.echo(f"Findings: {write_findings(findings, output)}")


def show(findings: Sequence[Finding]) -> None:
    """Print the findings; a file or a pipe has no edge."""
    from rich.console import Console

    from usergap.report import render_findings

    free = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    render_findings(findings, Console(width=PIPE_WIDTH if free else None))

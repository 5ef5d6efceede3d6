"""``usergap probe``: realism beyond the eight dimensions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.probes import Finding, Probe

PIPE_WIDTH = 120

HELP = """Probe simulated users beyond the eight dimensions.

NAME is a probe, several with commas between, or `all`; `usergap probe list` names them.
Probes of simulated dialogues alone (task, caricature, …) take SIM without REAL; a survey's
answers (respondent, origin, group, item, answer) need neither.

\b
Examples:
  usergap probe list
  usergap probe messiness real.jsonl simulated.jsonl
  usergap probe all real.jsonl generic.jsonl informed.jsonl -o probes.json
  usergap probe stereotype --set stereotype.answers=answers.csv
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("probe", help=HELP)(probe)


def probe(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
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
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.probes import by_simulator, probes, run_probes

    if name == "list":
        for known in probes().values():
            typer.echo(f"{known.id:15} {known.question}")
        return
    chosen = chosen_probes(name)
    settings = assignments(setting, "--set")
    surveys = [Path(value).stem for key, value in settings.items() if key.endswith(".answers")]
    given = sources or []
    alone = len(given) < 2 and not any(p.needs_real for p in chosen)
    if len(given) < 2 and not (alone and (given or surveys)):
        raise InputError("probe: expected REAL and at least one SIM")
    loading = Loading(strict, assignments(column, "--column"))
    corpora = [loading.corpus(source) for source in given]
    real, simulated = ((), corpora) if alone else (corpora[0].dialogues, corpora[1:])
    with watched() as told:
        findings = run_probes(
            chosen,
            real,
            by_simulator(simulated) or dict.fromkeys(surveys, ()),
            settings=settings,
            seed=seed,
            replicates=replicates,
            progress=told,
        )
    show(findings)
    if output is not None:
        from usergap.probes.findings_json import write_findings

        typer.echo(f"Findings: {write_findings(findings, output)}")


def chosen_probes(name: str) -> list[Probe]:
    """The probes that a NAME names: one, several, or ``all``. Raises InputError."""
    from usergap.probes import probe_named, probes

    if name == "all":
        return list(probes().values())
    return [probe_named(each.strip()) for each in name.split(",")]


@contextmanager
def watched() -> Iterator[Callable[[str], None]]:
    """Says on stderr which probe runs, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.console import Console

    with Console(stderr=True).status("probing") as status:
        yield lambda what: status.update(f"probing: {what}")


def show(findings: Sequence[Finding]) -> None:
    """Print the findings; a file or a pipe has no edge."""
    from rich.console import Console

    from usergap.report import render_findings

    free = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    render_findings(findings, Console(width=PIPE_WIDTH if free else None))

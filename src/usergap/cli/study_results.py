"""``usergap study results``: what a study found so far."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from usergap.cli.study_options import DEFAULT, Place, stored
from usergap.errors import InputError

HELP = """What people found, with exact intervals, agreement, position bias and flagged raters.

\b
Examples:
  usergap study results
  usergap study results week-1 --db studies.db --json results.json
"""
WHOLE = 10_000
"""Columns where there is no terminal: lines stay whole for programs that read them."""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("results", help=HELP)(results)


def results(
    name: Annotated[str | None, typer.Argument(metavar="[STUDY]", show_default=False)] = None,
    db: Place = DEFAULT,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write them as JSON.")] = None,
) -> None:
    """Parse, delegate, print."""
    with stored(db) as store:
        from usergap import writing
        from usergap.study.reports import report_of

        names = store.studies.names()
        if name is None:
            if len(names) != 1:
                raise InputError(f"study results: expected one of {', '.join(names) or 'none'}")
            name = names[0]
        study = store.studies.get(name)
        report = report_of(study, store.answers.of(name))
        width = shutil.get_terminal_size(fallback=(WHOLE, 0)).columns
        for line in report.told:
            typer.echo(wrapped(line, width))
        if as_json is not None:
            with writing.whole(as_json) as draft:
                draft.write_text(json.dumps(report.json, indent=1) + "\n", "utf-8")
            sys.stderr.write(f"{as_json}\n")


def wrapped(line: str, width: int) -> str:
    """The line within ``width`` columns, what follows its first part set in; no word is cut."""
    start = line[: len(line) - len(line.lstrip())]
    return fill(
        line.strip(), max(40, width), initial_indent=start, subsequent_indent=f"{start}    ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip

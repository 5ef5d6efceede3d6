"""``usergap study proxy``: a study's questionnaires as a model filled them, apart from people's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.study_options import DEFAULT, Place, stored
from usergap.errors import InputError

HELP = """Questionnaires filled by a model: a proxy, in a table of its own.

FILE is JSONL: {"model": ..., "group": ..., "answers": {"pmq.warm": 5, "pmq.expert": null}}. It is
read and not kept: nothing in it can reach the answers of people.

\b
Examples:
  usergap study proxy questionnaire filled.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("proxy", help=HELP)(proxy)


def proxy(
    name: Annotated[str, typer.Argument(metavar="STUDY", show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    db: Place = DEFAULT,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write it as JSON.")] = None,
) -> None:
    """Parse, delegate, print."""
    with stored(db) as store:
        from usergap import writing
        from usergap.study.questionnaires.items import forms_of
        from usergap.study.questionnaires.proxies import as_json as told
        from usergap.study.questionnaires.proxies import lines, proxy_table, read_proxies

        study = store.studies.get(name)
        if "questionnaires" not in study.settings:
            raise InputError(f"study {name}: expected one with questionnaires, found {study.kind}")
        forms = forms_of(study)
        table = proxy_table(forms, read_proxies(file, forms))
        for line in lines(table):
            typer.echo(line)
        if as_json is not None:
            writing.write_text(as_json, json.dumps(told(table), indent=1) + "\n")
            sys.stderr.write(f"{as_json}\n")

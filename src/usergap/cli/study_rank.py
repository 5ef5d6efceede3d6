"""``usergap study rank``: people choose between two teachers, generators or chatbots."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments, one_of
from usergap.cli.study_new import CONSENT, NAME, read_text
from usergap.cli.study_options import (
    DEFAULT,
    Checks,
    Consent,
    MaxTurns,
    Place,
    Seed,
    Title,
    stored,
    told_if_fewer,
)
from usergap.errors import InputError

HELP = """Set up a study in which people choose between two teachers, item after item.

One file a teacher, with dialogues of the same contexts, scenarios or ids as the others'. Raters
see two of them side by side without names: --asks better (which chatbot does better?) or human
(which is more like a real user?). `usergap study choices` writes what they chose for
`usergap mix audit --choices`; `usergap study results` ranks.

\b
Examples:
  usergap study rank gpt=gpt.jsonl qwen=qwen.jsonl -n 60 --per-rater 20
  usergap study rank a=a.jsonl b=b.jsonl c=c.jsonl --asks human --name teachers
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("rank", help=HELP)(rank)


def rank(
    teachers: Annotated[list[str], typer.Argument(metavar="NAME=FILE...", show_default=False)],
    asks: Annotated[str, typer.Option(help="better or human.")] = "better",
    db: Place = DEFAULT,
    name: Annotated[str, typer.Option(help="Name of the study.")] = "teachers",
    title: Title = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Items to draw.")] = 60,
    per_rater: Annotated[int, typer.Option(min=1, help="Items that one rater gets.")] = 20,
    checks: Checks = 2,
    max_turns: MaxTurns = None,
    consent: Consent = None,
    seed: Seed = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    one_of(asks, ("better", "human"), "--asks")
    if not NAME.fullmatch(name):
        raise InputError(f"--name: expected small letters, digits, - and _; found {name!r}")
    files = assignments(teachers, "teachers")
    loading = Loading(strict, assignments(column, "--column"))
    made = {teacher: list(loading.corpus(file)) for teacher, file in files.items()}
    text = CONSENT if consent is None else read_text(consent)
    with stored(db, create=True) as store:
        from usergap.study.artefacts import STRIPPED
        from usergap.study.choices.items import choice_items
        from usergap.study.records import Study
        from usergap.study.tasks import task_named

        drawn = choice_items(
            made, count=n, checks=checks, seed=seed, most_turns=max_turns, whole=asks == "better"
        )
        settings: dict[str, Any] = {
            "per_rater": per_rater, "checks": checks, "consent": text, "asks": asks,
            "max_turns": max_turns, "alike": drawn.alike, "stripped": list(STRIPPED),
        }  # fmt: skip
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        heading = title or task_named("choices").title
        store.studies.add(Study(name, "choices", heading, seed, now, settings, drawn.items))
    usual = len(drawn.items) - checks
    told_if_fewer(n, usual)
    asked = number_of(usual, "item")
    typer.echo(f"{db}: study {name}: {asked} and {number_of(checks, 'attention check')}")
    if drawn.alike:
        typer.echo(f"left out: {drawn.alike} in which both teachers say the same")
    typer.echo(f"next: usergap study serve --db {db}")
    sys.stderr.write(f"{db} holds conversation text: keep it local\n")

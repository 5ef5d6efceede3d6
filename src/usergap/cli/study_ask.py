"""``usergap study ask``: questionnaires, about conversations or on their own."""

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
    Consent,
    MaxTurns,
    Place,
    Seed,
    Title,
    stored,
    told_if_fewer,
)
from usergap.errors import InputError

HELP = """Set up questionnaires: how do people see a chatbot, or the user of a conversation?

FORMS: pmq (18 pairs of poles, three factors), trust, satisfaction, or a .toml or .json file of
your own. --about shows raters conversations of groups that are compared (systems, or kinds of
users); without it raters answer about what they know already. --after asks at the end of another
study, before its first rater comes.

Answers say how people see a system, not whether it is right.

\b
Examples:
  usergap study ask pmq trust --about old=old.jsonl --about new=new.jsonl --per-rater 4
  usergap study ask pmq --of user --about real=real.jsonl --about simulated=sim.jsonl
  usergap study ask satisfaction own.toml --after pairs
"""
BARE = "You will answer questions about a chatbot. There are no right answers."
"""What raters agree to first where no conversation is shown."""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("ask", help=HELP)(ask)


def ask(
    forms: Annotated[list[str], typer.Argument(metavar="FORMS...", show_default=False)],
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="GROUP=FILE", help="Conversations of a group. Repeat."),
    ] = None,
    of: Annotated[str, typer.Option(help="Who is judged: chatbot or user.")] = "chatbot",
    after: Annotated[
        str | None, typer.Option(metavar="STUDY", help="Ask at the end of this study.")
    ] = None,
    db: Place = DEFAULT,
    name: Annotated[str, typer.Option(help="Name of the study.")] = "questionnaire",
    title: Title = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Conversations to draw.")] = 40,
    per_rater: Annotated[int, typer.Option(min=1, help="Conversations that one rater gets.")] = 4,
    max_turns: MaxTurns = None,
    consent: Consent = None,
    seed: Seed = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.study.questionnaires.reading import questionnaire

    one_of(of, ("chatbot", "user"), "--of")
    if after is not None and about:
        raise InputError("study ask: expected --about or --after, found both")
    if not NAME.fullmatch(name):
        raise InputError(f"--name: expected small letters, digits, - and _; found {name!r}")
    asked = [questionnaire(one) for one in forms]
    files = assignments(about, "--about")
    loading = Loading(strict, assignments(column, "--column"))
    groups = {group: list(loading.corpus(file)) for group, file in files.items()}
    ours = CONSENT if groups else "\n\n".join([BARE, *CONSENT.split("\n\n")[1:]])
    text = ours if consent is None else read_text(consent)
    with stored(db, create=after is None) as store:
        from usergap.study.artefacts import STRIPPED
        from usergap.study.questionnaires.items import (
            closing_item,
            questionnaire_items,
            settings_of,
        )
        from usergap.study.records import Study
        from usergap.study.tasks import task_named

        settings: dict[str, Any] = settings_of(asked, of)
        questions = sum(len(one.questions) for one in asked)
        if after is not None:
            store.studies.extend(after, settings, [closing_item(store.studies.get(after))])
            typer.echo(f"{db}: study {after}: {questions} questions at its end")
            return
        items = questionnaire_items(
            groups, count=n, seed=seed, most_turns=max_turns, whole=of == "chatbot"
        )
        settings |= {"per_rater": per_rater, "checks": 0, "consent": text, "max_turns": max_turns}
        settings["stripped"] = list(STRIPPED)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        heading = title or task_named("questionnaire").title
        store.studies.add(Study(name, "questionnaire", heading, seed, now, settings, tuple(items)))
    if groups:
        told_if_fewer(n, len(items))
    shown = number_of(len(items), "conversation") if groups else "no conversation shown"
    typer.echo(f"{db}: study {name}: {number_of(questions, 'question')}, {shown}")
    typer.echo(f"next: usergap study serve --db {db}")
    if groups:
        sys.stderr.write(f"{db} holds conversation text: keep it local\n")

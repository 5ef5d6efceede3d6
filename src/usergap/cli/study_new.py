"""``usergap study new {pairs,single}``: set up what people will be asked."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments
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

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usergap.dialogues import Dialogue
    from usergap.study.records import Item

HELP = """Set up a blind test: real users against simulated ones.

pairs: two conversations side by side, in which one is the user a human? (2AFC)
single: one conversation, human or simulated?

What tells files apart (end tokens, placeholders, shapes of quotes) is taken out; who was
which stays on the server. The study file holds conversation text: keep it local.

\b
Examples:
  usergap study new pairs real.jsonl simulated.jsonl -n 40 --per-rater 20
  usergap study new single real.jsonl a.jsonl b.jsonl --name week-1 --db studies.db
"""
CONSENT = """You will read conversations of users with a chatbot and judge them. \
Some of the text was written by strangers and was not moderated: it can be unpleasant.

Your answers and how long they took are kept under a random number, without your name or \
address. You can stop at any time, download what is kept about you, and delete it."""
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("new", help=HELP)(new)


def new(
    kind: Annotated[str, typer.Argument(metavar="pairs|single", show_default=False)],
    real: Annotated[str, typer.Argument(metavar="REAL", show_default=False)],
    simulated: Annotated[list[str], typer.Argument(metavar="SIM...", show_default=False)],
    db: Place = DEFAULT,
    name: Annotated[str | None, typer.Option(help="Name of the study.  [default: KIND]")] = None,
    title: Title = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Items to draw.")] = 40,
    per_rater: Annotated[int, typer.Option(min=1, help="Items that one rater gets.")] = 20,
    checks: Checks = 2,
    raters: Annotated[
        int | None, typer.Option(min=1, help="Raters planned; until then results say so.")
    ] = None,
    max_turns: MaxTurns = None,
    consent: Consent = None,
    seed: Seed = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.study.blind.items import pair_items, single_items

    makers: dict[str, Callable[..., list[Item]]] = {"pairs": pair_items, "single": single_items}
    if kind not in makers:
        raise InputError(f"study new: expected pairs or single, found {kind!r}")
    name = name or kind
    if not NAME.fullmatch(name):
        raise InputError(f"--name: expected small letters, digits, - and _; found {name!r}")
    loading = Loading(strict, assignments(column, "--column"))
    settings: dict[str, Any] = {
        "per_rater": per_rater, "checks": checks, "max_turns": max_turns, "raters": raters,
        "consent": CONSENT if consent is None else read_text(consent),
    }  # fmt: skip
    with stored(db, create=True) as store:
        from usergap.study.artefacts import STRIPPED
        from usergap.study.records import Study
        from usergap.study.tasks import task_named

        items = makers[kind](
            list(loading.corpus(real)), by_simulator(loading, simulated),
            count=n, checks=checks, seed=seed, most_turns=max_turns,
        )  # fmt: skip
        settings["stripped"] = list(STRIPPED)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        heading = title or task_named(kind).title
        store.studies.add(Study(name, kind, heading, seed, now, settings, tuple(items)))
    told_if_fewer(n, len(items) - checks)
    asked = number_of(len(items) - checks, "item")
    typer.echo(f"{db}: study {name}: {asked} and {number_of(checks, 'attention check')}")
    if kind == "pairs":
        typer.echo(described(items))
    typer.echo(f"next: usergap study serve --db {db}")
    sys.stderr.write(f"{db} holds conversation text: keep it local\n")


def by_simulator(loading: Loading, sources: Sequence[str]) -> dict[str, list[Dialogue]]:
    """Simulated dialogues by their simulator's name; a file without one goes by its stem."""
    found: dict[str, list[Dialogue]] = {}
    for source in sources:
        corpus = loading.corpus(source)
        for dialogue in corpus:
            found.setdefault(dialogue.simulator or corpus.name, []).append(dialogue)
    return found


def read_text(path: Path) -> str:
    """A text file; InputError where it cannot be read or is empty."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a UTF-8 text file, found: {error}") from error
    if not text:
        raise InputError(f"{path}: expected the text that raters agree to, found nothing")
    return text


def described(items: Sequence[Any]) -> str:
    """How the pairs came about."""
    ways = [item.truth["paired_by"] for item in items if not item.attention]
    words = {"scenario": "of one scenario", "domain": "of one domain", "chance": "at random"}
    counts = [f"{ways.count(way)} {said}" for way, said in words.items() if way in ways]
    return f"pairs: {', '.join(counts)}"

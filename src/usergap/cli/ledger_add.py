"""``usergap ledger add``: record dialogues and where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.ledger_options import DEFAULT, Where
from usergap.cli.loading import Loading, progress
from usergap.cli.options import Columns, Strict, assignments

HELP = """Record the dialogues of FILES, of any known format, with their provenance.

A row holds tags, ids and hashes: no text unless --with-text, as real users' words should not
leave the place where they are. Adding a file again adds nothing; new tags of known samples
amend them. The last line is the head of the log: keep it elsewhere, `verify --anchor` takes it.

\b
Examples:
  usergap ledger add real.jsonl --set origin=real --set licence=CC-BY-4.0 --set consent=given
  usergap ledger add simulated.jsonl --set task=support --set licence=CC0-1.0
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("add", help=HELP)(add)


def add(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", show_default=False)],
    ledger: Where = DEFAULT,
    told: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="TAG=VALUE", help="Fill a tag that is open. Repeat."),
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Store what was said, too.")
    ] = False,
    amend: Annotated[
        bool, typer.Option("--amend", help="Let tags replace what is recorded otherwise.")
    ] = False,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger import Ledger
    from usergap.ledger.tags import tags_from

    tags = tags_from(told or ())
    loading = Loading(strict, assignments(column, "--column"))
    book: Ledger | None = None
    try:
        for file in files:
            corpus = loading.corpus(file)  # before a ledger is made: there may be none to read
            book = book or Ledger(ledger, make=True)
            with progress(f"adding {corpus.name}", len(corpus)) as advance:
                done = book.add(
                    corpus,
                    tags=tags,
                    file=Path(file).name,
                    with_text=with_text,
                    amend=amend,
                    progress=advance,
                )
            typer.echo(f"{file}: {done.added} added, {done.amended} amended, {done.known} known")
            typer.echo(f"{ledger}: head {done.entries}:{done.hash}")
    finally:
        if book is not None:
            book.close()

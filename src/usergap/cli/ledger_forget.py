"""``usergap ledger forget``: remove what was said, and keep the log whole."""

from __future__ import annotations

from typing import Annotated

import typer

from usergap.cli.ledger_options import DEFAULT, Where
from usergap.errors import InputError

HELP = """Remove stored words of dialogues, as when somebody withdraws; ids, tags, hashes stay.

The log still verifies, as words stand outside its chain. Only `add --with-text` stores any.

\b
Examples:
  usergap ledger forget --dialogue chat-17 --dialogue chat-18
  usergap ledger forget --all
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("forget", help=HELP)(forget)


def forget(
    ledger: Where = DEFAULT,
    dialogue: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Its id in the file. Repeat.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="The words of all dialogues.")] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger import Ledger

    if bool(dialogue) == everything:
        raise InputError("forget: expected --dialogue ID or --all")
    asked = set(dialogue or ())
    with Ledger(ledger) as book:
        if asked and (unknown := asked - {row.dialogue for row in book.rows()}):
            raise InputError(f"{ledger}: expected a recorded dialogue, found {min(unknown)!r}")
        gone = book.forget_texts(None if everything else asked)
        entries, head = book.head()
    typer.echo(f"{ledger}: {gone} texts removed, head {entries}:{head}")

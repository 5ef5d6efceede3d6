"""``usergap ledger verify``: whether the log is whole, and where it is not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from usergap.cli.ledger_options import DEFAULT, AsJson, Where
from usergap.cli.loading import progress
from usergap.errors import InputError

HELP = """Check every entry's hash, the order, the end, stored texts and the file itself.

Ends with 1 where something was deleted, edited, moved or cut off, and names it. A log that
somebody cut off or wrote anew together with its head is found only with --anchor, a head
kept elsewhere.
"""
SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("verify", help=HELP)(verify_)


def verify_(
    ledger: Where = DEFAULT,
    anchor: Annotated[
        str | None,
        typer.Option(metavar="ENTRIES:HASH", help="A head that `add` printed earlier."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger import Ledger, verify
    from usergap.ledger.verification import length

    pinned = anchor_from(anchor) if anchor is not None else None
    with Ledger(ledger) as book, progress(f"verifying {ledger}", length(book)) as advance:
        found = verify(book, anchor=pinned, progress=advance)
    if as_json:
        typer.echo(json.dumps({"whole": found.whole, **asdict(found)}, indent=2))
    elif found.whole:
        typer.echo(f"{ledger}: whole: {found.entries} entries, head {found.entries}:{found.hash}")
    else:
        for problem in found.problems[:SHOWN]:
            typer.echo(f"{ledger}: {problem}")
        if more := found.more + max(len(found.problems) - SHOWN, 0):
            typer.echo(f"{ledger}: and {more} more")
    if not found.whole:
        raise typer.Exit(1)


def anchor_from(told: str) -> tuple[int, str]:
    """``ENTRIES:HASH`` as a pair. Raises ``InputError``."""
    number, colon, digits = told.partition(":")
    if not colon or not number.isdecimal() or len(digits) < 8:
        raise InputError(f"--anchor: expected ENTRIES:HASH as `add` printed it, found {told!r}")
    return int(number), digits.lower()

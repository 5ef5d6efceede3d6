"""``usergap ledger add``: record dialogues and where they come from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.ledger_options import DEFAULT, Where
from usergap.cli.loading import progress, show_remarks
from usergap.cli.options import Columns, Strict, assignments
from usergap.errors import InputError, UsergapError

if TYPE_CHECKING:
    from usergap.dialogues import Dialogue, Remark
    from usergap.ledger import Ledger

WORTH_A_PROCESS = 10_000_000
"""Bytes from which on a file is read by a process of its own, which takes 0.5 s to begin."""

PACKED = (".gz", ".parquet", ".arrow")

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
    from usergap.ledger.tags import tags_from

    tags = tags_from(told or ())
    columns = assignments(column, "--column")
    if strict:
        for file in files:
            refuse_drops(file, columns)
    with ExitStack() as stack:
        book: Ledger | None = None
        for name, dialogues in dialogues_of(files, columns):
            # made only now: a file that cannot be read leaves no empty ledger behind
            book = book or stack.enter_context(_ledger(ledger))
            with progress(f"adding {name}", None) as advance:
                done = book.add(
                    dialogues,
                    tags=tags,
                    file=Path(name).name,
                    with_text=with_text,
                    amend=amend,
                    progress=advance,
                )
            typer.echo(f"{name}: {done.added} added, {done.amended} amended, {done.known} known")
            typer.echo(f"{ledger}: head {done.entries}:{done.hash}")


def _ledger(path: Path) -> Ledger:
    from usergap.ledger import Ledger

    return Ledger(path, make=True)


def dialogues_of(
    files: Sequence[str], columns: Mapping[str, str]
) -> Iterator[tuple[str, Iterator[Dialogue]]]:
    """Every file with its dialogues, one at a time; what is dropped is a line on stderr.

    Raises ``InputError`` for a place without dialogues.
    """
    from usergap.formats.ahead import stream_ahead
    from usergap.formats.streaming import stream

    for file in files:
        remarks: list[Remark] = []
        empty = True
        read = stream_ahead if _size(file) >= WORTH_A_PROCESS else stream
        for name, dialogues in read(file, columns=columns or None, remarks=remarks):
            first = next(dialogues, None)
            if first is not None:
                empty = False
                yield name, chain([first], dialogues)
        show_remarks(remarks, file)
        if empty:
            raise InputError(f"{file}: expected dialogues, found none")


def _size(file: str) -> int:
    """Bytes of a regular file or of a folder's, packed ones taken for ten times as many.

    0 for what can be read only once or is missing.
    """
    from usergap.formats.source import expand

    try:
        paths = [source.path for source in expand(file)[0]]
        if not all(path is not None and path.is_file() for path in paths):
            return 0
        return sum(
            path.stat().st_size * (10 if path.suffix in PACKED else 1)
            for path in paths
            if path is not None
        )
    except (UsergapError, OSError):  # the reader says what is wrong
        return 0


def refuse_drops(file: str, columns: Mapping[str, str]) -> None:
    """Read a file once before anything is written. Raises ``InputError`` if a row is dropped."""
    from usergap.formats.streaming import stream

    if file.partition("#")[0] == "-":
        raise InputError("--strict reads twice, and stdin (-) can be read only once")
    remarks: list[Remark] = []
    for _, dialogues in stream(file, columns=columns or None, remarks=remarks):
        deque(dialogues, maxlen=0)
    drops = [remark for remark in remarks if remark.dropped]
    if drops:
        show_remarks(drops, file)
        raise InputError(f"{file}: {len(drops)} dropped, and strict")

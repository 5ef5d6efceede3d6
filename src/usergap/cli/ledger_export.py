"""``usergap ledger export``: samples with their tags, Croissant metadata and a dataset card."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.ledger_options import DEFAULT, Where

HELP = """Write samples.jsonl, croissant.json and README.md, a dataset card, into a folder.

Refuses, and writes nothing, unless every sample carries origin, created, domain, task and
licence; real ones also consent; synthetic ones family, generator, generator_version,
settings_hash and seed. --require names other tags instead, `--require none` no tag.

\b
Examples:
  usergap ledger export -o dataset --only split=train
  usergap ledger export -o dataset --require origin,licence --with-text
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("export", help=HELP)(export_)


def export_(
    folder: Annotated[Path, typer.Option("-o", "--output", help="Folder to write into.")],
    ledger: Where = DEFAULT,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="TAG=VALUE", help="Samples with this tag alone. Repeat."),
    ] = None,
    require: Annotated[
        str | None, typer.Option(help="Tags that every sample must carry, by commas; or none.")
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Give out stored words, too.")
    ] = False,
    name: Annotated[str | None, typer.Option(help="The dataset's name.")] = None,
    description: Annotated[str, typer.Option(help="One sentence for the metadata.")] = "",
    url: Annotated[str, typer.Option(help="Where the dataset will be found.")] = "",
    published: Annotated[str, typer.Option(help="The day it is published, as 2026-01-31.")] = "",
    cite: Annotated[str, typer.Option(help="How to cite it, as BibTeX.")] = "",
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger import Ledger
    from usergap.ledger.export import Wanted, export
    from usergap.ledger.tags import tags_from

    wanted = Wanted(
        name=name or folder.resolve().name,
        description=description,
        url=url,
        published=published,
        cite=cite,
        only=tags_from(only or (), "--only"),
        require=None if require is None else _tags(require),
        texts=with_text,
    )
    with Ledger(ledger) as book:
        counts = export(book, folder, wanted)
    typer.echo(f"{folder}: {counts.samples} samples")


def _tags(told: str) -> tuple[str, ...]:
    if told.strip() == "none":
        return ()
    return tuple(part.strip() for part in told.split(",") if part.strip())

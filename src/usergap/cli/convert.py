"""``usergap convert``: any known format to chat JSONL or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("convert", help="Write dialogues as chat-messages JSONL or Parquet.")(convert)


def convert(
    source: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="OUT.jsonl[.gz] or OUT.parquet.")],
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.formats import write

    corpus = Loading(strict, assignments(column, "--column")).corpus(source)
    write(corpus, output)
    typer.echo(f"{output}: {len(corpus)} dialogues")

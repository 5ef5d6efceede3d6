"""``usergap convert``: any known format to chat JSONL or Parquet, or to another tool's form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments

HELP = """Write dialogues as chat-messages JSONL or Parquet, or as other tools expect them.

Every form keeps ids, scenario and provenance (--to: under metadata), and can be read back.
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("convert", help=HELP)(convert)


def convert(
    source: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="OUT.jsonl[.gz] or OUT.parquet.")],
    to: Annotated[
        str, typer.Option(help="usergap, openai, sharegpt, tau or inspect: the form of each line.")
    ] = "usergap",
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.formats import write

    corpus = Loading(strict, assignments(column, "--column")).corpus(source)
    write(corpus, output, to=to)
    typer.echo(f"{output}: {number_of(len(corpus), 'dialogue')}")

"""``usergap annotate sample``: draw turns for people to label, and read their sheet back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.annotate_options import dimensions_of
from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments
from usergap.errors import InputError

HELP = """Draw the user turns of CORPUS that say most, for people to label; or read the sheet back.

Rare labels and close calls are drawn more often, each turn with a known probability, so that
weighted estimates stay unbiased. The sheet holds conversation text: keep it local.

\b
Examples:
  usergap annotate sample chats.jsonl -n 200 -o sheet.tsv
  usergap annotate sample chats.jsonl --whole-dialogues -n 60 -o sheet.tsv
  usergap annotate sample --read sheet.tsv -o people.tsv
"""
TURNS = ("intent", "feedback", "identity")


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("sample", help=HELP)(sample)


def sample(
    output: Annotated[Path, typer.Option("-o", "--output", help="Sheet, or labels, to write.")],
    source: Annotated[str | None, typer.Argument(metavar="[CORPUS]", show_default=False)] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Turns (or dialogues) to draw.")] = 200,
    whole: Annotated[
        bool, typer.Option("--whole-dialogues", help="Draw dialogues: identity needs all turns.")
    ] = False,
    read: Annotated[Path | None, typer.Option(help="A filled-in sheet to read back.")] = None,
    labels: Annotated[
        Path | None, typer.Option(help="Label file to draw by, instead of the linear annotator.")
    ] = None,
    dimensions: Annotated[
        str | None, typer.Option("--dimensions", help="Of intent,feedback,identity.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    if (source is None) == (read is None):
        raise InputError("sample: expected either CORPUS or --read SHEET")
    wanted = dimensions_of(dimensions, TURNS)
    if unknown := [name for name in wanted if name not in TURNS]:
        raise InputError(f"--dimensions: expected some of {', '.join(TURNS)}; found {unknown[0]}")
    if read is not None:
        read_back(read, output)
    elif source is not None:
        keep_filled(output)
        loading = Loading(strict, assignments(column, "--column"))
        draw_sheet(loading, source, n, labels, wanted, seed, output, whole=whole)


def keep_filled(sheet: Path) -> None:
    """Raises ``InputError`` where drawing anew would wipe out what people filled in."""
    from usergap.annotators.sampling.sheet import filled_rows

    count = filled_rows(sheet) if sheet.is_file() else 0
    if count:
        rows = number_of(count, "row")
        raise InputError(f"{sheet}: expected a new file, found {rows} that somebody filled in")


def draw_sheet(
    loading: Loading,
    source: str,
    n: int,
    labels: Path | None,
    dimensions: tuple[str, ...],
    seed: int,
    output: Path,
    *,
    whole: bool = False,
) -> None:
    """Draw and write the sheet."""
    from usergap.annotators.llm.choice import Reach, annotators_of
    from usergap.annotators.sampling.drawing import draw
    from usergap.annotators.sampling.sheet import write_sheet
    from usergap.annotators.sampling.units import linear_uncertainty, merged, units_of
    from usergap.annotators.sampling.whole import whole_dialogues

    corpus = loading.corpus(source)
    spec = "linear" if labels is None else str(labels)
    each = [one.annotate(corpus.dialogues) for one in annotators_of(spec, dimensions, Reach())]
    found = [merged(annotations) for annotations in zip(*each, strict=True)]
    close = linear_uncertainty(corpus.dialogues, dimensions)
    units = units_of(corpus.dialogues, found, dimensions, close)
    if whole:
        drawn = whole_dialogues(units, n, seed)
    else:
        drawn = draw(units.strata, units.uncertainty, n, seed, units.domains)
    count = write_sheet(output, corpus.dialogues, units, drawn, dimensions, whole=whole)
    dialogues = len({units.places[at][0] for at in drawn.units.tolist()})
    turns = number_of(len(units.places), "user turn")
    typer.echo(f"{output}: {count} of {turns}, in {number_of(dialogues, 'dialogue')}")
    sys.stderr.write(f"{output} holds conversation text: keep it local\n")


def read_back(sheet: Path, output: Path) -> None:
    """Turn a filled-in sheet into a label file without text."""
    from usergap.annotators.sampling.sheet import left_empty, read_sheet
    from usergap.annotators.sidecar import write_sidecar

    rows = read_sheet(sheet)
    if not rows:
        raise InputError(f"{sheet}: expected labels, found only empty rows")
    write_sidecar(output, rows)
    typer.echo(f"{output}: {number_of(len(rows), 'labelled turn')}")
    for name, (empty, total) in left_empty(sheet).items():
        typer.echo(
            f"{sheet}: {empty} of {total} rows have no {name}: if these were the hard ones, "
            "all figures lean to the easy",
            err=True,
        )

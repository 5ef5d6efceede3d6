"""``usergap annotate run``: the labels of a corpus, by any annotator, in a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import (
    Dimensions,
    ModelOptions,
    Source,
    dimensions_of,
)
from usergap.cli.annotate_progress import calls_bar
from usergap.cli.annotate_spent import report
from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments, file_to_write, with_options
from usergap.errors import EnvironmentFailure, InputError

if TYPE_CHECKING:
    from usergap.annotators.annotator import Annotator
    from usergap.annotators.llm.choice import Reach
    from usergap.annotators.llm.statements import StatementRow
    from usergap.annotators.sidecar import SidecarRow
    from usergap.dialogues import Corpus

HELP = """Label the user turns of CORPUS and write the labels to a file.

Every answer of an endpoint is on disk before the next is counted: run the same command again
and it goes on where it stopped. A failed or invalid answer is a missing label, never a guess.

\b
Examples:
  usergap annotate run chats.jsonl -o labels.tsv
  usergap annotate run chats.jsonl --annotator llm --model MODEL --base-url URL -o labels.tsv
  usergap annotate run chats.jsonl --annotator transformers --dimensions emotion -o emotion.tsv
"""
DEFAULTS = {"llm": ("intent", "feedback", "identity"), "transformers": ("emotion",)}
LABELS = ("intent", "feedback", "identity", "emotion")


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("run", help=HELP)(with_options(run))


def run(
    source: Annotated[str, typer.Argument(metavar="CORPUS", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The label file to write.")],
    reached: ModelOptions,
    annotator: Source = "linear",
    dimensions: Dimensions = None,
    statements: Annotated[
        Path | None,
        typer.Option(help="Where statements of knowledge go. Default: OUTPUT's name + .jsonl."),
    ] = None,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    reached.used_by(annotator)
    reach = reached.reach()
    wanted = dimensions_of(dimensions, default_dimensions(annotator))
    beside = statements or output.with_suffix(".jsonl")
    for path in (output, beside) if "knowledge" in wanted else (output,):
        writable(path, source)  # told before calls are paid for
    with calls_bar(f"labelling {Path(source).name}") as show:
        found = sources(annotator, wanted, replace(reach, on_progress=show))
        corpus = Loading(strict, assignments(column, "--column")).corpus(source)
        try:
            count = label(corpus, found, output, beside)
        finally:
            for one in found:
                report(one)
    typer.echo(f"{output}: {number_of(count, 'row')} of labels")


def default_dimensions(annotator: str) -> tuple[str, ...]:
    """What an annotator labels where nothing is named; a file: all that it holds."""
    kind = annotator.partition(":")[0]
    return DEFAULTS.get("llm" if kind == "local" else kind, LABELS)


def sources(spec: str, dimensions: Sequence[str], reach: Reach) -> list[Annotator]:
    """The annotators of one source; of a file only the dimensions that it holds."""
    from usergap.annotators.llm.choice import annotators_of
    from usergap.annotators.people_labels import label_files

    if Path(spec).is_file() and tuple(dimensions) == LABELS:
        return list(label_files(Path(spec)))
    return annotators_of(spec, dimensions, reach)


def writable(path: Path, source: str) -> None:
    """Raises ``InputError`` where no file can be, or should be, written under this name."""
    read = Path(source.partition("#")[0])
    if path.is_file() and read.is_file() and path.samefile(read):
        raise InputError(f"{path}: expected another file to write to, found the dialogues")
    file_to_write(path)


def label(corpus: Corpus, found: Sequence[Annotator], output: Path, statements: Path) -> int:
    """Ask every annotator and write what it said; returns the number of rows.

    Raises ``EnvironmentFailure``, and writes nothing, where models gave not one label.
    """
    from usergap.annotators.llm.annotator import LlmAnnotator
    from usergap.annotators.llm.statements import statement_rows, write_statements
    from usergap.annotators.people_labels import label_rows
    from usergap.annotators.sidecar import write_sidecar

    rows: list[SidecarRow] = []
    spoken: list[StatementRow] | None = None
    for one in found:
        made_by = f"{one.name} {one.version}"
        if isinstance(one, LlmAnnotator):
            judged = one.judge(corpus.dialogues)
            annotations = [each.annotation for each in judged]
            if "knowledge" in one.dimensions:
                spoken = statement_rows(corpus.dialogues, judged, made_by)
        else:
            annotations = one.annotate(corpus.dialogues)
        rows += label_rows(corpus.dialogues, annotations, made_by)
    if found and all(isinstance(one, LlmAnnotator) and one.outcome.nothing for one in found):
        raise EnvironmentFailure(f"{output} was not written: not one label was believed")
    if spoken is not None:
        write_statements(statements, spoken)
        sys.stderr.write(f"{statements} tells what was said: keep it local\n")
    write_sidecar(output, rows)
    return len(rows)

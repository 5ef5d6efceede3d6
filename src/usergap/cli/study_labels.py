"""``usergap study labels``: the labels that people agreed on, as files for other verbs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.counting import number_of
from usergap.cli.study_options import DEFAULT, Place, stored
from usergap.errors import InputError

HELP = """Write the labels of a labelling study: one label file a source, without any text.

Labels that count are those on which raters agree, and what the owner settled where they differ.
While some turns are open this refuses: they are seldom like the rest. --leave-open writes the
others all the same.

\b
Examples:
  usergap study labels -o people/
  usergap annotate validate real.jsonl --gold people/real.tsv --side real -o card.json
  usergap compare real.jsonl sim.jsonl --card card.json
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("labels", help=HELP)(labels)


def labels(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write into.")],
    name: Annotated[str | None, typer.Argument(metavar="[STUDY]", show_default=False)] = None,
    db: Place = DEFAULT,
    each_rater: Annotated[
        bool, typer.Option("--each-rater", help="Every rater's own labels, nothing settled.")
    ] = False,
    leave_open: Annotated[
        bool, typer.Option("--leave-open", help="Write although some turns are open.")
    ] = False,
) -> None:
    """Parse, delegate, print."""
    with stored(db) as store:
        from usergap.annotators.sidecar import write_sidecar
        from usergap.report.folder import file_names
        from usergap.study.labelling.export import final_rows, rater_rows
        from usergap.study.labelling.settled import decided_labels

        kinds = {one: store.studies.get(one).kind for one in store.studies.names()}
        held = [one for one, kind in kinds.items() if kind == "labels"]
        name = held[0] if name is None and len(held) == 1 else name
        if name not in held:
            raise InputError(
                f"study labels: expected one of {', '.join(held) or 'none'}, found {name}"
            )
        study = store.studies.get(name)
        answers = store.answers.of(name)
        decided = decided_labels(store.decisions.of(name))
        found = rater_rows(study, answers) if each_rater else final_rows(study, answers, decided)
    said = ", ".join(f"{dimension} on {count} turns" for dimension, count in found.open.items())
    if said and not leave_open:
        raise InputError(
            f"study {name}: expected all labels settled, found open: {said}. Let every item be "
            "judged twice and settle what raters differ on, or give --leave-open"
        )
    for source, stem in zip(found.rows, file_names(list(found.rows)), strict=True):
        path = output / f"{stem}.tsv"
        write_sidecar(path, found.rows[source])
        typer.echo(f"{path}: {number_of(len(found.rows[source]), 'row')}")
    if said:
        sys.stderr.write(f"left open: {said}: all figures lean to the turns that were easy\n")

"""``usergap study choices``: what people chose, as the file that ``mix audit`` reads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.study_options import DEFAULT, Place, stored
from usergap.errors import InputError

HELP = """Write what people chose as JSONL: item, rater, a, b, choice; no text of conversations.

\b
Examples:
  usergap study choices teachers -o choices.jsonl && usergap mix audit --choices choices.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("choices", help=HELP)(choices)


def choices(
    name: Annotated[str, typer.Argument(metavar="STUDY", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write.")] = Path(
        "choices.jsonl"
    ),
    db: Place = DEFAULT,
    without_flagged: Annotated[
        bool, typer.Option("--without-flagged", help="Leave out raters with flags.")
    ] = False,
) -> None:
    """Parse, delegate, print."""
    with stored(db) as store:
        from usergap import writing
        from usergap.study.choices.votes import choices_of, flags_of, jsonl

        study = store.studies.get(name)
        if study.kind != "choices":
            raise InputError(f"study {name}: expected a study of choices, found {study.kind}")
        answers = store.answers.of(name)
        flagged = flags_of(study, answers)
        for rater, flags in flagged.items():
            left = "left out" if without_flagged else "kept"
            sys.stderr.write(f"rater {rater} ({left}): {'; '.join(flags)}\n")
        if without_flagged:
            answers = [one for one in answers if one.rater not in flagged]
        found = choices_of(study, answers)
        if not found:
            raise InputError(f"study {name}: expected choices, found none yet")
        writing.write_text(output, jsonl(found))
    typer.echo(f"{output}: {len(found)} choices of {len({one.rater for one in found})} raters")

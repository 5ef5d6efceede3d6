"""``usergap annotate {run,validate,sample}``: labels, how good they are, and more of them."""

from __future__ import annotations

import typer

from usergap.cli import annotate_run, annotate_sample, annotate_validate


def add_to(app: typer.Typer) -> None:
    """Register the verb and its three parts."""
    group = typer.Typer(
        help="Label user turns, measure an annotator against people, draw turns to label.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for part in (annotate_run, annotate_validate, annotate_sample):
        part.add_to(group)
    app.add_typer(group, name="annotate")

"""``usergap study {new,serve,results}``: people in the loop, in the browser."""

from __future__ import annotations

import typer

from usergap.cli import (
    study_ask,
    study_browse,
    study_choices,
    study_labelling,
    study_labels,
    study_new,
    study_proxy,
    study_rank,
    study_results,
    study_serve,
)


def add_to(app: typer.Typer) -> None:
    """Register the verb and its parts."""
    group = typer.Typer(
        help="Ask people: can they tell simulated users from real ones, and by what?",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    making = (study_new, study_labelling, study_ask, study_rank)
    telling = (study_results, study_labels, study_choices, study_proxy)
    for part in (*making, study_serve, *telling, study_browse):
        part.add_to(group)
    app.add_typer(group, name="study")

"""``usergap ledger {add,show,verify,export,forget}``: where every sample comes from."""

from __future__ import annotations

import typer

from usergap.cli import (
    ledger_add,
    ledger_export,
    ledger_forget,
    ledger_show,
    ledger_verify,
)


def add_to(app: typer.Typer) -> None:
    """Register the verb and its parts."""
    group = typer.Typer(
        help="Record where samples come from, prove that the record is whole, export it.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for part in (ledger_add, ledger_show, ledger_verify, ledger_export, ledger_forget):
        part.add_to(group)
    app.add_typer(group, name="ledger")

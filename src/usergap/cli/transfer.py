"""``usergap transfer``: would progress on simulated users carry over to real ones?"""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from usergap.cli import transfer_matrix, transfer_run, transfer_weights

HELP = """Ask whether progress on simulated users carries over to real ones.

\b
usergap transfer REAL SIM               train on both sides' replies, test on both
usergap transfer matrix SCORES          assistants tuned on one simulator, tested under others
usergap transfer weights REAL SIM SIM   how to mix simulators to be nearest to real users

\b
Examples:
  usergap transfer real.jsonl simulated.jsonl -o transfer
  usergap transfer real.jsonl simulated.jsonl --headroom
  usergap transfer run -h
"""


class _RunUnlessNamed(TyperGroup):
    """What begins with a file's name is the study itself."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


def add_to(app: typer.Typer) -> None:
    """Register the verb and its parts."""
    group = typer.Typer(cls=_RunUnlessNamed, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for part in (transfer_run, transfer_matrix, transfer_weights):
        part.add_to(group)
    app.add_typer(group, name="transfer")

"""``usergap train {flip,sft,rl}``: user simulators that are trained on real dialogues."""

from __future__ import annotations

import typer

from usergap.cli import train_effects, train_flip, train_rl, train_sft

PARTS = (train_flip, train_sft, train_rl, train_effects)
HELP = """Train user simulators.

\b
Examples:
  usergap train flip real.jsonl -o flipped
  usergap train sft flipped --model PATH -o run
  usergap train rl flipped --model run/model --rewards bertscore,coverage=0.3 -o run2
  usergap simulate --scenarios scenarios.jsonl --user hf:run/model --assistant scripted \\
      -o sims.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb and its parts."""
    group = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    for part in PARTS:
        part.add_to(group)
    app.add_typer(group, name="train")

"""After a training run: the table of side effects, or the command that makes it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.simulate_options import Interrupted
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.train.flipping.folder import Flipped

USUAL = 100
"""Scenarios, where the policy is quick."""
Effects = Annotated[
    int | None,
    typer.Option(
        "--effects",
        min=0,
        metavar="N",
        help="Tell side effects on N held-out scenarios at most; 0: only how to."
        " [default: 100 with the n-gram policy, else 0]",
    ),
]


def cut_lines(told: Mapping[str, int]) -> list[str]:
    """What prompts lost to fit, and what was left out, as a card counts it."""
    lines = []
    if told["prompts_cut"]:
        lines.append(
            f"{told['prompts_cut']} prompts did not fit: {told['turns_dropped']} oldest turns left"
            f" out, {told['last_messages_cut']} last messages and {told['intents_cut']} intents cut"
        )
    if told.get("left_out_too_long"):
        lines.append(f"{told['left_out_too_long']} samples left out: the message does not fit")
    return lines


@contextmanager
def gone_on_with() -> Iterator[None]:
    """Say of a run that is stopped here that it can be gone on with. Raises Interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(
            "interrupted; the same command goes on from the last checkpoint"
        ) from None


@dataclass(frozen=True)
class After:
    """What a run that has ended leaves for the table: card, data and the file it came from."""

    card: Mapping[str, Any]
    data: Flipped
    folder: Path
    real: str | None
    rewarded: Sequence[str] = ()
    seed: int = 0

    def tell(self, asked: int | None) -> None:
        """Make the table where it was asked for, or is quick; else print how it is made."""
        quick = self.card["users"]["after"].startswith("policy:")
        limit = asked if asked is not None else USUAL if quick else 0
        if limit:
            try:
                self._made(limit)
            except InputError as trouble:  # the training itself is done and stands
                typer.echo(f"\nside effects: not measured: {trouble}")
            else:
                return
        typer.echo(f"side effects: {self.command}")

    @property
    def command(self) -> str:
        """The command that makes the table."""
        users = self.card["users"]
        told = ["usergap", "train", "effects", users["before"], users["after"], "--real"]
        told += [self.real or "REAL.jsonl", "--keep", str(self.folder / "effects")]
        return shlex.join(told + (["--rewarded", ",".join(self.rewarded)] if self.rewarded else []))

    def _made(self, limit: int) -> None:
        from usergap.report.side_effects_terminal import side_effects_lines
        from usergap.train.side_effects.after_training import effects_after

        found = effects_after(
            self.card, self.data, self.folder, self.rewarded, limit=limit, seed=self.seed
        )
        typer.echo("\nWhat else moved (held-out scenarios, the real chatbot's own answers):")
        typer.echo("\n".join(side_effects_lines(found)))

"""Turns: how many messages the user sends in a dialogue."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.dialogues import Dialogue
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level


def count_turns(dialogue: Dialogue) -> Mapping[str, Cell]:
    """User messages, consecutive ones counted apart."""
    return {"turns": len(dialogue.turns)}


TURNS = Dimension(
    id="turns",
    title="Turns",
    part_of="length",
    level=Level.SURFACE,
    unit="dialogue",
    kind=Kind.NUMBER,
    distance="w1",
    scale="user turns per dialogue",
    undefined="never",
    version="1",
    citation="realsim, arXiv 2605.02624",
    columns=("turns",),
    measure=count_turns,
)

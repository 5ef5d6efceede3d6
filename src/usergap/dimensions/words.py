"""Words: how much the user writes in a dialogue."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.dialogues import Dialogue
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level


def count_words(dialogue: Dialogue) -> Mapping[str, Cell]:
    """User words by whitespace, summed over the user's turns."""
    return {"words": sum(len(turn.text.split()) for turn in dialogue.turns)}


WORDS = Dimension(
    id="words",
    title="Words",
    part_of="length",
    level=Level.SURFACE,
    unit="dialogue",
    kind=Kind.NUMBER,
    distance="w1",
    scale="words per dialogue",
    undefined="never: an empty dialogue has 0 words",
    version="1",
    citation="realsim, arXiv 2605.02624",
    columns=("words",),
    measure=count_words,
)

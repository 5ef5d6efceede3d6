"""Errors: matches of a frozen, fast, rule-based checker in what the user writes."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.dialogues import Dialogue
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level
from usergap.dimensions.errors_rules import RULES_VERSION, count_errors


def measure_errors(dialogue: Dialogue) -> Mapping[str, Cell]:
    """Matches of all kinds, each user message checked alone, summed over the dialogue."""
    return {"errors": sum(count_errors(turn.text) for turn in dialogue.turns)}


ERRORS = Dimension(
    id="errors",
    title="Errors",
    part_of="errors",
    level=Level.SURFACE,
    unit="dialogue",
    kind=Kind.NUMBER,
    distance="w1",
    scale="matches per dialogue",
    languages=frozenset({"en"}),
    undefined="a language other than English; a dialogue without words has 0 errors",
    version=f"rules-{RULES_VERSION}",
    citation="realsim, arXiv 2605.02624 (LanguageTool matches); rules checked against Harper 0.2",
    columns=("errors",),
    measure=measure_errors,
)

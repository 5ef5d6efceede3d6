"""The turns that show a gap, where the text is at hand."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison, Evidence
from usergap.report.hostile import shorten
from usergap.report.section import Section
from usergap.report.sides import anchor, colours
from usergap.report.wording import label_for, words_for

LONGEST = 1200
"""Characters of a quoted message; the engine cuts earlier, this is the last guard."""


def evidence(comparison: Comparison) -> Section | None:
    """Turns by measure and simulator, the whole first, then by domain; None without text."""
    if not comparison.evidence:
        return None
    own = colours(comparison)
    groups: dict[tuple[str, str], dict[str | None, list[Evidence]]] = {}
    for turn in sorted(comparison.evidence, key=lambda turn: turn.domain is not None):
        domains = groups.setdefault((turn.measure, turn.simulator), {})
        domains.setdefault(turn.domain, []).append(turn)
    blocks = [
        {
            "id": anchor("turns", measure, simulator, own),
            "measure": words_for(measure).title,
            "simulator": simulator,
            "colour": own.get(simulator, 1),
            "count": sum(map(len, domains.values())),
            "parts": [
                (domain, _columns(turns, simulator, own)) for domain, turns in domains.items()
            ],
        }
        for (measure, simulator), domains in groups.items()
    ]
    context = {"blocks": blocks}
    return Section("turns", "Turns that show a gap", "evidence.html.j2", context, holds_text=True)


def _columns(
    turns: list[Evidence], simulator: str, own: dict[str, int]
) -> list[tuple[str, int, list[dict[str, Any]]]]:
    real = [_quote(turn) for turn in turns if turn.side == "real"]
    simulated = [_quote(turn) for turn in turns if turn.side != "real"]
    columns = [("Real users", 0, real), (simulator, own.get(simulator, 1), simulated)]
    return [column for column in columns if column[2]]


def _quote(turn: Evidence) -> dict[str, Any]:
    return {
        "text": shorten(turn.text, LONGEST),
        "answer": shorten(turn.answer, LONGEST),
        "label": _label(turn),
        "dialogue": turn.dialogue,
        "turn": turn.turn,
    }


def _label(turn: Evidence) -> str:
    """The label in plain words; a number with its unit."""
    try:
        float(turn.label)
    except ValueError:
        return label_for(turn.label)
    return f"{turn.label} {words_for(turn.measure).unit}".strip()

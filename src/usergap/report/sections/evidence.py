"""The turns that show a gap, where the text is at hand."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison, Evidence
from usergap.report.hostile import shorten
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import label_for, words_for

LONGEST = 1200
"""Characters of a quoted message; the engine cuts earlier, this is the last guard."""


def evidence(comparison: Comparison) -> Section | None:
    """Turns by measure, simulator and label; None without any text."""
    if not comparison.evidence:
        return None
    own = colours(comparison)
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for turn in comparison.evidence:
        groups.setdefault((turn.measure, turn.simulator, turn.label), []).append(turn)
    blocks = [
        {
            "measure": words_for(measure).title,
            "label": label_for(label),
            "simulator": simulator,
            "colour": own.get(simulator, 1),
            "count": len(turns),
            "columns": [
                (title, colour, quotes)
                for title, colour, quotes in (
                    ("Real users", 0, [_quote(t) for t in turns if t.side == "real"]),
                    (simulator, own.get(simulator, 1),
                     [_quote(t) for t in turns if t.side != "real"]),
                )
                if quotes
            ],
        }
        for (measure, simulator, label), turns in groups.items()
    ]  # fmt: skip
    context = {"blocks": blocks}
    return Section("turns", "Turns that show a gap", "evidence.html.j2", context, holds_text=True)


def _quote(turn: Evidence) -> dict[str, Any]:
    return {
        "text": shorten(turn.text, LONGEST),
        "answer": shorten(turn.answer, LONGEST),
        "dialogue": turn.dialogue,
        "turn": turn.turn,
        "domain": turn.domain,
    }

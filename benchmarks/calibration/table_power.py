"""Tables of power: the gap that each number of dialogues finds, and the real test's power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
WANTED = 0.8


def markdown(results: Sequence[Result]) -> str:
    """Gap by n and measure, alone and among ten; gaps of another form."""
    cells = [x for x in results if x["kind"] == "power"]
    parts = []
    for tests in sorted({x["tests"] for x in cells}):
        mine = [x for x in cells if x["tests"] == tests]
        sizes = sorted({x["n"] for x in mine})
        title = (
            "One measure, planned beforehand (p < .05)."
            if tests == 1
            else f"Whatever the other measures show (p < .05 / {tests}, Holm's first step)."
        )
        lines = [
            (
                f"**{title}** The gap found with probability .8; in brackets the power of the "
                "engine's test at that gap, where it was run."
            ),
            "",
            f"| measure | {' | '.join(f'n = {n}' for n in sizes)} |",
            "|---" * (len(sizes) + 1) + "|",
        ]
        for measure in dict.fromkeys(x["measure"] for x in mine):
            found = {x["n"]: x for x in mine if x["measure"] == measure}
            row = " | ".join(_cell(found.get(n)) for n in sizes)
            lines.append(f"| {measure} | {row} |")
        parts.append("\n".join(lines))
    moved = [x for x in results if x["kind"] == "power moved"]
    if moved:
        changes = list(dict.fromkeys(x["change"] for x in moved))
        lines = [
            (
                f"Gaps of another form: every number is shifted up, or all are multiplied, by the "
                f"gap that n = {moved[0]['n']} find in that direction (alone). Gap, and in "
                "brackets the power:"
            ),
            "",
            f"| measure | {' | '.join(changes)} |",
            "|---" * (len(changes) + 1) + "|",
        ]
        for measure in dict.fromkeys(x["measure"] for x in moved):
            found = {x["change"]: x for x in moved if x["measure"] == measure}
            lines.append(f"| {measure} | {' | '.join(_cell(found.get(c)) for c in changes)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def missed(results: Sequence[Result]) -> list[str]:
    """Cells in which the real test finds less than promised: below .8 - 3 Monte-Carlo errors."""
    return [
        f"{x['measure']}, n = {x['n']}, {x.get('change', 'tilted')}: power {x['power']:.2f}"
        for x in results
        if x.get("runs") and x["power"] < WANTED - 3 * x["error"]
    ]


def _cell(result: Result | None) -> str:
    if result is None or result["gap"] is None:
        return "–"
    text = f"{result['gap']:.3g}"
    return f"{text} ({result['power']:.2f})" if result["runs"] else text

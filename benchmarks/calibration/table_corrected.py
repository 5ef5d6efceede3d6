"""Tables of corrected rows: planted distances, and verdicts where annotators err unlike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.calibration.corrected_rows import KIND, PLANTED, RAW

Result = Any
COVERED, WRONG = 0.9, 0.05
"""Coverage aimed at (as in the other tables of corrections), and the promises of verdicts."""


def markdown(results: Sequence[Result]) -> str:
    """Both tables."""
    parts = []
    planted = [x for x in results if x["kind"] == PLANTED]
    if planted:
        parts.append(_planted(planted))
    rows = [x for x in results if x["kind"] == KIND]
    if rows:
        parts.append(_verdicts(rows))
    return "\n\n".join(parts)


def missed(results: Sequence[Result]) -> list[str]:
    """Corrected rows that break a promise by more than 2 Monte-Carlo errors."""
    lines = []
    for x in results:
        for cell in (c for c in x["cells"] if c["card"] != RAW):
            runs = cell["runs"]
            if x["kind"] == PLANTED:
                if cell["covered"] / runs < COVERED - 2 * _error(COVERED, runs):
                    lines.append(f"{_said(x)}, {cell['card']}: {_percent(cell, 'covered')} % cover")
                continue
            name = f"{x['measure']}, {x['errors']}, {cell['card']}"
            most = WRONG + 2 * _error(WRONG, runs)
            if cell["gap"] == 0 and cell["differs"] / runs > most:
                lines.append(f"{name}: differs without a gap in {_percent(cell, 'differs')} %")
            if cell["gap"] >= 1 and cell["close"] / runs > most:
                lines.append(
                    f"{name}, {cell['gap']:g} margins, {cell['way']}: close in "
                    f"{_percent(cell, 'close')} %"
                )
    return lines


def _planted(results: Sequence[Result]) -> str:
    cards = [cell["card"] for cell in results[0]["cells"]]
    lines = [
        (
            f"**A planted distance of {results[0]['truth']:.0f}**, two labels, "
            f"{results[0]['n']} dialogues of 5 turns a side, "
            f"{results[0]['cells'][0]['runs']} runs: mean distance, share of intervals that "
            "hold the true one, width."
        ),
        "",
        f"| TPR, FPR | {' | '.join(cards)} |",
        "|---" * (len(cards) + 1) + "|",
    ]
    for x in results:
        cells = [
            f"{c['mean']:.1f}, {_percent(c, 'covered')} %, {c['width']:.0f}" for c in x["cells"]
        ]
        lines.append(f"| {_said(x)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _verdicts(results: Sequence[Result]) -> str:
    first = results[0]
    runs = [cell["runs"] for x in results for cell in x["cells"]]
    lines = [
        (
            f"**Verdicts of corrected rows**, {first['n']} dialogues a side, {min(runs)} to "
            f"{max(runs)} runs a cell (error up to {100 * _error(WRONG, min(runs)):.0f} at 5 %); "
            "the worse direction for *close*, both for the rest."
        ),
        "",
        (
            "| measure | annotator errs as on | card | differs without a gap, % | "
            "close at one margin, % | differs at 2 margins, % | at 3 margins, % | covered, % |"
        ),
        "|---" * 8 + "|",
    ]
    for x in results:
        for card in dict.fromkeys(cell["card"] for cell in x["cells"]):
            cells = [c for c in x["cells"] if c["card"] == card]
            row = [x["measure"], x["errors"], card, _over(cells, 0, "differs")]
            close = [float(_percent(c, "close")) for c in cells if c["gap"] == 1]
            row.append(f"{max(close):.0f}" if close else "–")
            row += [_over(cells, gap, "differs") for gap in (2, 3)]
            whole = sum(c["covered"] for c in cells) / sum(c["runs"] for c in cells)
            lines.append(f"| {' | '.join([*row, f'{100 * whole:.0f}'])} |")
    return "\n".join(lines)


def _over(cells: Sequence[Result], gap: float, what: str) -> str:
    chosen = [c for c in cells if c["gap"] == gap]
    if not chosen:
        return "–"
    return f"{100 * sum(c[what] for c in chosen) / sum(c['runs'] for c in chosen):.0f}"


def _said(x: Result) -> str:
    (tpr, fpr), (other, false) = x["rates"]
    return f"real {tpr:g}, {fpr:g}; simulated {other:g}, {false:g}"


def _percent(cell: Result, what: str) -> str:
    return f"{100 * cell[what] / cell['runs']:.0f}"


def _error(rate: float, runs: int) -> float:
    return float(np.sqrt(rate * (1 - rate) / runs))

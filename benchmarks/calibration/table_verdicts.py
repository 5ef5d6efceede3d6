"""Tables of verdicts: how often each is given, by the true gap in margins and by n."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Result = Mapping[str, Any]
BAR = 0.05
EDGE = "verdicts at the edge"
FEW = "verdicts of few"
HOW = ("alone", "close")
VERDICTS = ("differs", "close", "cannot tell")


def markdown(results: Sequence[Result]) -> str:
    """Per measure: n by gap, shares of differs / close / cannot tell."""
    edge, few = ([x for x in results if x["kind"] == kind] for kind in (EDGE, FEW))
    results = [x for x in results if x["kind"] not in (EDGE, FEW)]
    parts = [promises(results)]
    if edge:
        parts.append(_edge(edge))
    if few:
        parts.append(_few(few))
    for measure in dict.fromkeys(x["measure"] for x in results):
        mine = [x for x in results if x["measure"] == measure]
        gaps = sorted({cell["gap"] for x in mine for cell in x["cells"]})
        lines = [
            f"**{measure}**, margin {mine[0]['margin']:.3g}: differs / close / cannot tell, %",
            "",
            f"| n | {' | '.join(f'gap {gap:g} margins' for gap in gaps)} |",
            "|---" * (len(gaps) + 1) + "|",
        ]
        for x in mine:
            cells = [_shares([c for c in x["cells"] if c["gap"] == gap]) for gap in gaps]
            lines.append(f"| {x['n']} | {' | '.join(cells)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def promises(results: Sequence[Result]) -> str:
    """The two error rates per measure, over all n, with the worst single cell."""
    lines = [
        (
            "| measure | differs although there is no gap, % | worst n "
            "| close although the gap is a margin or more, % | worst cell |"
        ),
        "|---|---|---|---|---|",
    ]
    for measure in dict.fromkeys(x["measure"] for x in results):
        row = [measure]
        for verdict, chosen in (("differs", _none), ("close", _real)):
            cells = _cells(results, measure, chosen)
            total, error = _rate([c for _, c in cells], verdict)
            n, worst = max(cells, key=lambda pair: _rate([pair[1]], verdict)[0])
            share, spread = _rate([worst], verdict)
            where = f"n = {n}" + (
                f", {worst['gap']:g} margins, {worst['way']}" if chosen is _real else ""
            )
            row += [
                f"{100 * total:.1f} ± {100 * error:.1f}",
                f"{100 * share:.0f} ± {100 * spread:.0f} ({where})",
            ]
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines)


def _edge(results: Sequence[Result]) -> str:
    """Many runs at no gap and at exactly one margin, direction by direction."""
    runs = [cell["runs"] for x in results for cell in x["cells"]]
    lines = [
        (
            f"**At the edge**: no gap, and exactly one margin, direction by direction; {min(runs)} "
            f"to {max(runs)} runs a cell (error up to {100 * _error(min(runs)):.1f})."
        ),
        "",
        "| measure | n | differs without a gap, % | close at one margin, % |",
        "|---|---|---|---|",
    ]
    for measure in dict.fromkeys(x["measure"] for x in results):
        for x in (x for x in results if x["measure"] == measure):
            none = [cell for cell in x["cells"] if cell["gap"] == 0]
            close = [
                f"{100 * _rate([cell], 'close')[0]:.1f} ({cell['way']})"
                for cell in x["cells"]
                if cell["gap"] == 1
            ]
            share = 100 * _rate(none, "differs")[0]
            lines.append(f"| {measure} | {x['n']} | {share:.1f} | {', '.join(close)} |")
    return "\n".join(lines)


def _few(results: Sequence[Result]) -> str:
    """Closeness at a true gap of one wide margin: by the interval alone, and as judged."""
    sizes = sorted({x["n"] for x in results})
    runs = [cell["runs"] for x in results for cell in x["cells"]]
    lines = [
        (
            "**From few groups**: *close* at a true gap of exactly one margin that is 1.25 or 2 "
            "times the floor's 95 % point at that n, %: by the interval alone / as judged, the "
            f"worst of the directions and margins; {min(runs)} runs a cell."
        ),
        "",
        f"| measure | {' | '.join(f'n = {n}' for n in sizes)} |",
        "|---" * (len(sizes) + 1) + "|",
    ]
    for measure in dict.fromkeys(x["measure"] for x in results):
        row = []
        for n in sizes:
            cells = [
                c for x in results if (x["measure"], x["n"]) == (measure, n) for c in x["cells"]
            ]
            worst = [max((c[how] / c["runs"] for c in cells), default=None) for how in HOW]
            row.append("–" if None in worst else " / ".join(f"{100 * (x or 0):.0f}" for x in worst))
        lines.append(f"| {measure} | {' | '.join(row)} |")
    return "\n".join(lines)


def missed(results: Sequence[Result]) -> list[str]:
    """Error rates above 5 % + 3 Monte-Carlo errors: over all n, and in a single cell."""
    few = [x for x in results if x["kind"] == FEW]
    results = [x for x in results if x["kind"] != FEW]
    lines = [
        f"{x['measure']}, n = {x['n']}, {c['width']:g} floors, {c['way']}: "
        f"close in {100 * c['close'] / c['runs']:.1f} %"
        for x in few
        for c in x["cells"]
        if c["close"] / c["runs"] > BAR + 3 * _error(c["runs"])
    ]
    for measure in dict.fromkeys(x["measure"] for x in results):
        for verdict, chosen in (("differs", _none), ("close", _real)):
            cells = _cells(results, measure, chosen)
            every = [("all n", [c for _, c in cells])] if chosen is _none else []
            single = [(f"n = {n}, {c['gap']:g} margins, {c['way']}", [c]) for n, c in cells]
            for where, part in [*every, *single]:
                share, error = _rate(part, verdict)
                if share > BAR + 3 * error:
                    lines.append(f"{measure}, {where}: {verdict} in {100 * share:.1f} %")
    return lines


def _none(cell: Result) -> bool:
    return bool(cell["gap"] == 0)


def _real(cell: Result) -> bool:
    return bool(cell["gap"] >= 1)


def _cells(results: Sequence[Result], measure: str, chosen: Any) -> list[tuple[int, Result]]:
    return [
        (x["n"], cell)
        for x in results
        if x["measure"] == measure
        for cell in x["cells"]
        if chosen(cell)
    ]


def _rate(cells: Sequence[Result], verdict: str) -> tuple[float, float]:
    """The share, and the Monte-Carlo error that a true rate at the bar would have."""
    runs = sum(cell["runs"] for cell in cells)
    return sum(cell[verdict] for cell in cells) / runs, _error(runs)


def _error(runs: int) -> float:
    return float(np.sqrt(BAR * (1 - BAR) / runs))


def _shares(cells: Iterable[Result]) -> str:
    found = list(cells)
    if not found:
        return "–"
    runs = sum(cell["runs"] for cell in found)
    return " / ".join(f"{100 * sum(c[v] for c in found) / runs:.0f}" for v in VERDICTS)

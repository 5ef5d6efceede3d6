"""The correction results as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Result = Mapping[str, Any]
SAID = (
    "Corrected: what the product reports. Full: the card taken at its word, its standard "
    "errors drawn anew in each replicate. No interval is printed for a single corrected share: "
    "as the table shows, one that is believed in part would be too narrow after a shift. "
    "Additive: what the card's text lacks is added; the two simulators are alike, so it does "
    "well on them, and it invents a gap in identity where people play the simulator."
)
HEAD = "| measure | simulator | shift |"


def markdown(results: Sequence[Result]) -> str:
    """Distances, the shifted label, the corrections that lost."""
    return "\n\n".join((_distances(results), _shares(results), SAID, _losers(results))) + "\n"


def _distances(results: Sequence[Result]) -> str:
    return _table(
        results,
        "",
        "Distance x 100",
        f"{HEAD} gold | raw bias | raw RMSE | raw covers % | corrected bias | corrected RMSE |"
        " corrected covers % | width | full covers % | width |",
    )


def _shares(results: Sequence[Result]) -> str:
    return _table(
        results,
        "share_",
        "Share (identity: rate) of the shifted label, in points",
        f"{HEAD} raw bias | raw RMSE | raw covers % | corrected bias | corrected RMSE |"
        " corrected covers % | width | full covers % | width |",
    )


def _table(results: Sequence[Result], prefix: str, title: str, head: str) -> str:
    lines = [f"{title}, {results[0]['runs']} runs a row:", "", head, "|---" * (head.count("|") - 1)]
    lines[-1] += "|"
    for x in results:
        raw, shipped = x["methods"]["raw"], x["methods"]["shipped"]
        cells = [x["measure"], x["simulator"], f"{x['shift']:g}"]
        if not prefix:
            cells.append(f"{raw['gold']:.1f}")
        for score in (raw, shipped):
            cells += [f"{score[prefix + 'bias']:+.1f}", f"{score[prefix + 'rmse']:.1f}"]
            cells.append(f"{100 * score[prefix + 'coverage']:.0f}")
        full = x["methods"]["full, predicted rates"]
        cells.append(f"{shipped[prefix + 'width']:.1f}")
        cells.append(f"{100 * full[prefix + 'coverage']:.0f}")
        cells.append(f"{full[prefix + 'width']:.1f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _losers(results: Sequence[Result]) -> str:
    measures = list(dict.fromkeys(x["measure"] for x in results))
    lines = [
        "Root mean square error of the distance, mean over simulators and shifts:",
        "",
        f"| correction | {' | '.join(measures)} |",
        "|---" * (len(measures) + 1) + "|",
    ]
    for name in results[0]["methods"]:
        cells = [
            np.mean([x["methods"][name]["rmse"] for x in results if x["measure"] == measure])
            for measure in measures
        ]
        lines.append(f"| {name} | {' | '.join(f'{cell:.1f}' for cell in cells)} |")
    return "\n".join(lines)

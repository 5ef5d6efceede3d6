"""The correction results as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Result = Mapping[str, Any]
SAID = (
    "Corrected: what the product reports; where the card is too unsure this is the raw number "
    "with a wider interval. Full: the card taken at its word, its standard errors drawn anew in "
    "each replicate, by the delta method. An interval of a corrected share holds whatever the "
    "card leaves open: it is two to four times as wide as the raw one, which is too narrow in "
    "every row and most after a shift. A single corrected share is the less sure number: "
    "read its interval. Additive: what the card's text lacks is added; the two simulators are "
    "alike, so it does well on them, and it invents a gap in identity where people play the "
    "simulator."
)
APART = (
    "The same where card and samples come from different groups. What is left of a simulator "
    "then is 43 groups, drawn 120 times: a population of its own, in which the annotator's luck "
    "is not the card's. No interval can know of it, so these rows show what an annotator's "
    "errors that shift from one text to the next do (means over simulators):"
)
HEAD = "| measure | simulator | shift |"
COLUMNS = (
    " raw bias | raw RMSE | raw covers % | corrected bias | corrected RMSE |"
    " corrected covers % | width | full covers % | width |"
)
BAR = 0.9
"""Least coverage, nominal 95 %, that is aimed at in every row."""


def markdown(results: Sequence[Result]) -> str:
    """Distances, the shifted label, card and samples apart, the corrections that lost."""
    whole = [x for x in results if not x["apart"]]
    apart = [x for x in results if x["apart"]]
    parts = [
        _table(whole, "", "Distance x 100", f"{HEAD} gold |{COLUMNS}"),
        _table(
            whole,
            "share_",
            "Share (identity: rate) of the shifted label, in points",
            HEAD + COLUMNS,
        ),
        SAID,
    ]
    if apart:
        parts += [APART, _apart(apart)]
    below = [f"- {line}" for line in missed(results)]
    if below:
        parts.append("Below 90 % by more than 2 Monte-Carlo errors:\n\n" + "\n".join(below))
    return "\n\n".join((*parts, _losers(whole))) + "\n"


def missed(results: Sequence[Result]) -> list[str]:
    """Rows whose corrected interval covers less than 90 % minus 2 Monte-Carlo errors."""
    lines = []
    for x in results:
        low = BAR - 2 * np.sqrt(BAR * (1 - BAR) / x["runs"])
        name = f"{x['measure']}, {x['simulator']}, shift {x['shift']:g}"
        name += ", card apart" if x["apart"] else ""
        for what, key in (("distance", "coverage"), ("share", "share_coverage")):
            covered = x["methods"]["shipped"][key]
            if covered < low:
                lines.append(f"{name}: corrected {what} covers {100 * covered:.0f} %")
    return lines


def _apart(results: Sequence[Result]) -> str:
    lines = [
        f"{results[0]['runs']} runs a simulator.",
        "",
        (
            "| measure | shift | distance: raw RMSE | corrected RMSE | raw covers % |"
            " corrected covers % | lowest | share: raw RMSE | corrected RMSE | raw covers % |"
            " corrected covers % | lowest |"
        ),
        "|---" * 12 + "|",
    ]
    for measure, shift in dict.fromkeys((x["measure"], x["shift"]) for x in results):
        rows = [x["methods"] for x in results if (x["measure"], x["shift"]) == (measure, shift)]
        cells = [measure, f"{shift:g}"]
        for prefix in ("", "share_"):
            raw, shipped = (
                {key: [row[name][prefix + key] for row in rows] for key in ("rmse", "coverage")}
                for name in ("raw", "shipped")
            )
            cells += [f"{np.mean(x['rmse']):.1f}" for x in (raw, shipped)]
            cells += [f"{100 * np.mean(x['coverage']):.0f}" for x in (raw, shipped)]
            cells.append(f"{100 * min(shipped['coverage']):.0f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


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

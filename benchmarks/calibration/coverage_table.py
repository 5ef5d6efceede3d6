"""The coverage results as tables, and the bars that they miss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

COVERAGE_BAR = 0.93
WIDTH_BAR = 1.3

Result = Mapping[str, Any]


def missed(results: Iterable[Result]) -> list[str]:
    """One line for each cell in which the shipped method misses a bar."""
    lines = []
    for result in results:
        score = result["methods"]["shipped"]
        if score["coverage"] < COVERAGE_BAR - 2 * score["error"]:
            lines.append(f"{_name(result)}: coverage {_percent(score)}")
        if score["ratio"] > WIDTH_BAR:
            lines.append(f"{_name(result)}: width {score['ratio']:.2f} × the oracle's")
    return lines


def markdown(results: Sequence[Result]) -> str:
    """All tables: labels, lengths, the methods that lost, the bars missed."""
    labels = [x for x in results if x["kind"] == "tvd"]
    lengths = [x for x in results if x["kind"] == "w1"]
    rates = [x for x in results if x["kind"] == "half_sum"]
    parts = [_labels(labels)]
    if rates:
        parts.append(_rates(rates))
    if lengths:
        parts.append(_lengths(lengths))
    parts.append(_losers(results))
    misses = missed(results)
    parts.append(
        "Every cell meets both bars."
        if not misses
        else f"Bars missed in {len(misses)} places:\n\n" + "\n".join(f"- {x}" for x in misses)
    )
    return "\n\n".join(parts) + "\n"


def _labels(results: Sequence[Result]) -> str:
    lines = [
        "| labels | dialogues | ICC | TVD | lowest coverage % | at | × oracle | at most | width |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    keys = ("labels", "dialogues", "correlation", "distance")
    ordered = sorted(results, key=lambda x: [x[key] for key in keys])
    for key, group in groupby(ordered, key=lambda x: tuple(x[key] for key in keys)):
        members = list(group)
        worst = min(members, key=lambda x: x["methods"]["shipped"]["coverage"])
        scores = [x["methods"]["shipped"] for x in members]
        ratios = [x["ratio"] for x in scores]
        width = sum(x["width"] for x in scores) / len(scores)
        lines.append(
            f"| {key[0]} | {key[1]} | {key[2]:g} | {100 * key[3]:g} | "
            f"{_percent(worst['methods']['shipped'])} | {worst['towards']} | "
            f"{sum(ratios) / len(ratios):.2f} | {max(ratios):.2f} | {100 * width:.1f} |"
        )
    return "\n".join(lines)


def _lengths(results: Sequence[Result]) -> str:
    lines = [
        "| dialogues | unit | other side | W1 | coverage % | × oracle | percentile % | basic % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for x in results:
        found = x["methods"]
        others = [_percent(found[name]) if name in found else "" for name in _SHOWN]
        lines.append(
            f"| {x['dialogues']} | {'log(1 + words)' if x['log'] else 'words'} | {x['change']} | "
            f"{x['distance']:.3g} | {_percent(found['shipped'])} | "
            f"{found['shipped']['ratio']:.2f} | {' | '.join(others)} |"
        )
    return "\n".join(lines)


def _rates(results: Sequence[Result]) -> str:
    lines = [
        "| units | half sum ×100 | pairs | coverage % | × oracle | percentile % | basic % |",
        "|---|---|---|---|---|---|---|",
    ]
    for x in sorted(results, key=lambda x: (x["paired"], x["dialogues"], x["step"])):
        found = x["methods"]
        others = [_percent(found[name]) for name in _SHOWN]
        lines.append(
            f"| {x['dialogues']} | {100 * x['distance']:.1f} | {'yes' if x['paired'] else 'no'} | "
            f"{_percent(found['shipped'])} | {found['shipped']['ratio']:.2f} | "
            f"{' | '.join(others)} |"
        )
    return "\n".join(lines)


_SHOWN = ("percentile", "basic")


def _losers(results: Sequence[Result]) -> str:
    lines = ["| method | worst coverage % | where | mean width × oracle |", "|---|---|---|---|"]
    full = [x for x in results if x["kind"] == "tvd" and "percentile" in x["methods"]]
    for name in full[0]["methods"] if full else ():
        worst = min(full, key=lambda x: x["methods"][name]["coverage"])
        ratio = sum(x["methods"][name]["ratio"] for x in full) / len(full)
        lines.append(
            f"| {name} | {_percent(worst['methods'][name])} | {_name(worst)} | {ratio:.2f} |"
        )
    return "\n".join(lines)


def _percent(score: Mapping[str, float]) -> str:
    return f"{100 * score['coverage']:.1f} ± {100 * score['error']:.1f}"


def _name(result: Result) -> str:
    if result["kind"] == "w1":
        unit = "log(1 + words)" if result["log"] else "words"
        return f"W1 of {unit}, {result['dialogues']} dialogues, {result['change']}"
    if result["kind"] == "half_sum":
        pairs = "pairs" if result["paired"] else "dialogues"
        return f"half sum {100 * result['distance']:.1f}, {result['dialogues']} {pairs}"
    return (
        f"TVD {100 * result['distance']:g}, {result['labels']} labels, "
        f"{result['dialogues']} dialogues, correlation {result['correlation']:g}, "
        f"{result['towards']}"
    )

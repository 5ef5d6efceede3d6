"""The calibration's results as the tables of docs/validity.md, and the bars they miss."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.calibration import (
    corrections_table,
    coverage_table,
    margins,
    table_alarms,
    table_corrected,
    table_power,
    table_verdicts,
)

Results = Mapping[str, Sequence[Mapping[str, Any]]]
Maker = Callable[[Sequence[Mapping[str, Any]]], str]
Misses = Callable[[Sequence[Mapping[str, Any]]], list[str]]

TABLES: Mapping[str, Maker] = {
    "false_alarms": table_alarms.splits,
    "runs": table_alarms.runs,
    "pairs_null": table_alarms.pairs,
    "coverage": coverage_table.markdown,
    "power": table_power.markdown,
    "margins": margins.markdown,
    "verdicts": table_verdicts.markdown,
    "mutations": table_alarms.mutations,
    "corrections": lambda part: str(part[0]["fragment"]),
    "corrected_rows": table_corrected.markdown,
}
BARS: Mapping[str, Misses] = {
    "false_alarms": table_alarms.missed,
    "runs": table_alarms.missed,
    "pairs_null": table_alarms.missed,
    "coverage": coverage_table.missed,
    "power": table_power.missed,
    "margins": lambda _: [],  # a choice among estimates, no bar
    "verdicts": table_verdicts.missed,
    "mutations": table_alarms.survivors,
    "corrections": lambda part: corrections_table.missed(part[0].get("results", [])),
    "corrected_rows": table_corrected.missed,
}
LISTED, FEW = ("coverage", "corrections"), 5
FRAGMENTS = ("corrections",)
"""Parts whose own program writes their table, as Markdown."""


def read(folder: Path) -> Results:
    """The results at hand, part by part; a coverage log counts as far as it goes."""
    found = {}
    for name in TABLES:
        whole, log = folder / f"{name}.json", folder / f"{name}.jsonl"
        if name in FRAGMENTS:
            fragment = folder / f"{name}.md"
            if fragment.is_file():
                found[name] = [{"fragment": fragment.read_text("utf-8")}]
                if whole.is_file():
                    found[name][0]["results"] = json.loads(whole.read_text("utf-8"))
        elif whole.is_file():
            found[name] = json.loads(whole.read_text("utf-8"))
        elif log.is_file():
            found[name] = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return found


def missed(found: Results) -> list[str]:
    """A line for every bar that is missed."""
    return [f"{name}: {line}" for name, part in found.items() for line in BARS[name](part)]


def markdown(found: Results) -> str:
    """All tables, one after another."""
    return "\n".join(f"## {name}\n\n{TABLES[name](part)}" for name, part in found.items())


def rewrite(document: Path, found: Results) -> None:
    """Replace what stands between each part's markers; parts without results stay as they are.

    Raises ValueError where a marker is missing.
    """
    text = document.read_text("utf-8")
    for name, part in found.items():
        text = _between(text, name, TABLES[name](part))
    lines = [f"- {line}" for name, part in found.items() for line in _short(name, BARS[name](part))]
    said = "\n".join(lines) if lines else "None: every bar of the tables below is met."
    document.write_text(_between(text, "missed", said), "utf-8")


def _short(name: str, lines: list[str]) -> list[str]:
    """The misses of one part, or their number where its own table lists them."""
    if name not in LISTED or len(lines) <= FEW:
        return [f"{name}: {line}" for line in lines]
    kinds = Counter("width" if ": width" in line else "coverage" for line in lines)
    said = ", ".join(f"{count} of {kind}" for kind, count in kinds.items())
    return [f"{name}: {len(lines)} bars missed ({said}), listed below its tables"]


def _between(text: str, name: str, content: str) -> str:
    begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    before, found, rest = text.partition(begin)
    _, also, after = rest.partition(end)
    if not found or not also:
        raise ValueError(f"expected the markers {begin} and {end}")
    return f"{before}{begin}\n{content.strip()}\n{end}{after}"

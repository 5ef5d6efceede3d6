"""Probes against people: nulls on real-vs-real splits, and the time of the whole set.

python -m benchmarks.probes nulls NAME … [--splits 200] [--replicates 200] [--simulated 130]
python -m benchmarks.probes table
python -m benchmarks.probes time

``nulls`` writes what it found into probe_nulls.json beside this file, a probe at a time, in
the place of what was known of that probe and size; ``table`` prints that as it stands in
docs/probes.md. Without names all probes are run; without ``--simulated`` the splits are halves.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.probe_splits import DATA, people, real_dialogues, source_of, split
from usergap.dialogues import Dialogue
from usergap.formats import read
from usergap.probes import Probe, Tools, by_simulator, probes, probes_named, run_probes
from usergap.probes.finding import Figure
from usergap.probes.remembering import Memory, Remembered
from usergap.writing import write_text

__all__ = ["real_dialogues", "split"]
KEPT = Path(__file__).with_name("probe_nulls.json")
ENOUGH = 0.5
"""A figure counts where it has an interval in so many of the splits."""


@dataclass
class Tally:
    """How often a figure's null lay within its interval, and its verdicts."""

    ran: int = 0
    held: int = 0
    differs: int = 0
    close: int = 0


def null_of(figure: Figure) -> float | None:
    """The null of a figure: its own, or the level of chance that its p is for.

    Two halves of people do not reach a rank correlation of 1: what holds there is that the
    interval reaches the bar.
    """
    if figure.name == "validity.order":
        return min(figure.high or 0.0, 1.0) if figure.verdict != "differs" else None
    if figure.null is not None or figure.p is None:
        return figure.null
    return next((level.value for level in figure.beside if level.kind == "chance"), None)


def nulls(probe: Probe, splits: int, replicates: int, wanted: int | None) -> dict[str, Any]:
    """By figure in how many splits the null lay within; CPU seconds a run."""
    source = source_of(probe.id, wanted)
    told: dict[str, Tally] = defaultdict(Tally)
    tools, memory = Tools(annotator=Remembered()), Memory()
    spent = 0.0
    for number in range(splits):
        real, other = source.split(number)
        (found,) = run_probes(
            [probe], real, {"people": other}, tools=tools, seed=number, replicates=replicates,
            settings=source.settings, clock=time.process_time, memory=memory,
        )  # fmt: skip
        spent += found.seconds
        for figure in found.measured.figures if found.measured else ():
            count(told[figure.name], figure)
    kept = {name: asdict(each) for name, each in told.items() if each.ran >= ENOUGH * splits}
    return {
        "probe": probe.id,
        "version": probe.version,
        "people": source.what,
        "simulated": wanted,
        "splits": splits,
        "replicates": replicates,
        "seconds": round(spent / splits, 3),
        "figures": kept,
    }


def count(one: Tally, figure: Figure) -> None:
    """Add a figure of one split, where it has an interval and a null."""
    if figure.low is None or figure.high is None:
        return
    judged = figure.name == "validity.order"
    null = null_of(figure)
    if null is None and not judged:
        return
    one.ran += 1
    one.held += null is not None and figure.low - 1e-9 <= null <= figure.high + 1e-9
    one.differs += figure.verdict == "differs" and figure.headline
    one.close += figure.verdict == "close"


def known() -> list[dict[str, Any]]:
    """What ``nulls`` has written so far."""
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else []


def keep(found: dict[str, Any]) -> None:
    """Write a probe's nulls in the place of those of the same probe and size."""
    order = list(probes())

    def key(each: dict[str, Any]) -> tuple[int, int]:
        return order.index(each["probe"]), each["simulated"] or 0

    rest = [each for each in known() if key(each) != key(found)]
    write_text(KEPT, json.dumps(sorted([*rest, found], key=key), indent=1) + "\n")


def table() -> str:
    """A Markdown table, a line a probe and size: its worst and its mean figure."""
    heads = ("probe", "sides", "splits", "figures", "null within, worst figure", "mean of figures",
             "differs", "close", "CPU s a run")  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for each in known():
        rows = [Tally(**figure) for figure in each["figures"].values()]
        if not rows:
            continue
        shares = [row.held / row.ran for row in rows]
        ran = sum(row.ran for row in rows)
        size = f"{each['simulated']}" if each["simulated"] else "halves"
        sides = size if each["people"].startswith("realsim") else each["people"]
        cells = (
            each["probe"], sides, each["splits"], len(rows), f"{min(shares):.3f}",
            f"{np.mean(shares):.3f}", f"{sum(row.differs for row in rows) / ran:.1%}",
            f"{sum(row.close for row in rows) / ran:.0%}", f"{each['seconds']:.2f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def below() -> list[str]:
    """Figures whose null lay within less often than the bar of 90 %."""
    return [
        f"{name} {figure['held']}/{figure['ran']} ({each['simulated'] or 'halves'})"
        for each in known()
        for name, figure in each["figures"].items()
        if figure["held"] < 0.9 * figure["ran"]
    ]


def timed() -> None:
    """The whole set on 719 real dialogues against both simulated corpora, one after the other."""
    people = real_dialogues()
    corpora = [read(DATA / "simulated" / f"{name}.jsonl") for name in ("generic", "informed")]
    for title, sides in (
        ("pairs: 126 real against 2 x 126", by_simulator(corpora)),
        ("no pairs: 719 real against 2 x 130", _unpaired(by_simulator(corpora))),
    ):
        wall, cpu = time.perf_counter(), time.process_time()
        found = run_probes(probes_named("all"), people, sides, clock=time.process_time)
        print(f"{title}: {time.process_time() - cpu:.1f} CPU s, {time.perf_counter() - wall:.1f} s")
        longest: dict[str, float] = defaultdict(float)
        for finding in found:
            longest[finding.probe] += finding.seconds
        worst = sorted(longest.items(), key=lambda pair: -pair[1])[:6]
        print("   " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in worst))


def _unpaired(
    sides: dict[str, tuple[Dialogue, ...]],
) -> dict[str, tuple[Dialogue, ...]]:
    return {
        name: tuple(replace(d, scenario_id=None, conversation_id=None) for d in dialogues)
        for name, dialogues in sides.items()
    }


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("nulls", "table", "time"))
    parser.add_argument("names", nargs="*", default=["all"])
    parser.add_argument("--splits", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--simulated", type=int, default=None, help="dialogues; default: half")
    given = parser.parse_args()
    if given.what == "time":
        timed()
        return
    if given.what == "nulls":
        for probe in [probe for name in given.names for probe in probes_named(name)]:
            wanted = given.simulated if source_of(probe.id, 0).what == people(0).what else None
            keep(nulls(probe, given.splits, given.replicates, wanted))
    print(table(), *below(), sep="\n")


if __name__ == "__main__":
    main()

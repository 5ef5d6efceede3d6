"""Probes against people: nulls on real-vs-real splits, and the time of the whole set.

python -m benchmarks.probes nulls [--splits 200] [--replicates 200] [--simulated 130] [NAME …]
python -m benchmarks.probes time
"""

from __future__ import annotations

import argparse
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from usergap.annotators import Annotation, shipped_annotator
from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.formats import read
from usergap.probes import Probe, Tools, by_simulator, probes, probes_named, run_probes

DATA = Path(os.environ.get("USERGAP_DATA", "../shared/data"))


@dataclass
class Tally:
    """How often a figure's null lay within its interval, and its verdicts."""

    ran: int = 0
    held: int = 0
    differs: int = 0
    close: int = 0


def real_dialogues() -> tuple[Dialogue, ...]:
    """The real users of realsim."""
    return read(DATA / "realsim" / "real.jsonl").dialogues


def split(
    dialogues: Sequence[Dialogue], wanted: int | None, number: int
) -> tuple[tuple[Dialogue, ...], tuple[Dialogue, ...]]:
    """Two sets of people that share no group; the second has ``wanted`` dialogues, or half.

    The second plays the simulator, and so loses what would tell that they are people: the
    scenarios, over which the sides would be paired.
    """
    block = connected_groups(
        [d.conversation_id for d in dialogues], [d.scenario_id for d in dialogues]
    )
    groups: dict[int, list[Dialogue]] = defaultdict(list)
    for name, dialogue in zip(block, dialogues, strict=True):
        groups[int(name)].append(dialogue)
    key = hashlib.sha256(f"split {number}".encode()).digest()
    rng = np.random.default_rng(np.frombuffer(key, np.uint32))
    names = sorted(groups)
    rng.shuffle(names)
    size = len(dialogues) // 2 if wanted is None else wanted
    second: list[Dialogue] = []
    first: list[Dialogue] = []
    for name in names:
        (second if len(second) < size else first).extend(groups[name])
    return tuple(first), tuple(second)


class Remembered:
    """The shipped annotator's labels of these dialogues, made once for all splits."""

    def __init__(self, dialogues: Sequence[Dialogue]) -> None:
        made = shipped_annotator().annotate(dialogues)
        self._known = {d.id: found for d, found in zip(dialogues, made, strict=True)}

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """As any annotator."""
        return [self._known[dialogue.id] for dialogue in dialogues]


def nulls(
    chosen: Iterable[Probe], splits: int, replicates: int, wanted: int | None
) -> tuple[dict[str, dict[str, Tally]], dict[str, float]]:
    """Per probe and figure: in how many splits the null lay within; CPU seconds a probe."""
    people = real_dialogues()
    told: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    spent: dict[str, float] = defaultdict(float)
    known = list(chosen)
    tools = Tools(annotator=Remembered(people))
    for number in range(splits):
        real, other = split(people, wanted, number)
        found = run_probes(
            known, real, {"people": other}, tools=tools, seed=number, replicates=replicates,
            clock=time.process_time,
        )  # fmt: skip
        for finding in found:
            spent[finding.probe] += finding.seconds
            for figure in finding.measured.figures if finding.measured else ():
                if figure.null is None or figure.low is None or figure.high is None:
                    continue
                one = told[finding.probe][figure.name]
                one.ran += 1
                one.held += figure.low - 1e-9 <= figure.null <= figure.high + 1e-9
                one.differs += figure.verdict == "differs" and figure.headline
                one.close += figure.verdict == "close"
    return told, spent


def print_nulls(told: dict[str, dict[str, Tally]], spent: dict[str, float], splits: int) -> None:
    """A Markdown table, a line a probe: its worst and its mean figure."""
    print("| probe | figures | null within, worst figure | mean | differs | close | CPU s a run |")
    print("|---|---|---|---|---|---|---|")
    for name in probes():
        rows = [each for each in told.get(name, {}).values() if each.ran >= splits / 2]
        if not rows:
            if name in spent:
                print(f"| {name} | – | undefined between people | – | – | – | – |")
            continue
        shares = [each.held / each.ran for each in rows]
        ran = sum(each.ran for each in rows)
        differs = sum(each.differs for each in rows) / ran
        close = sum(each.close for each in rows) / ran
        print(
            f"| {name} | {len(rows)} | {min(shares):.3f} | {np.mean(shares):.3f} | {differs:.1%}"
            f" | {close:.0%} | {spent[name] / splits:.2f} |"
        )
    for name, figures in told.items():
        for figure, each in figures.items():
            if each.ran >= splits / 2 and each.held < 0.9 * each.ran:
                print(f"below .90: {name} {figure} {each.held}/{each.ran}")


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
    parser.add_argument("what", choices=("nulls", "time"))
    parser.add_argument("names", nargs="*", default=["all"])
    parser.add_argument("--splits", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--simulated", type=int, default=None, help="dialogues; default: half")
    given = parser.parse_args()
    if given.what == "time":
        timed()
        return
    chosen = [probe for name in given.names for probe in probes_named(name)]
    told, spent = nulls(chosen, given.splits, given.replicates, given.simulated)
    print_nulls(told, spent, given.splits)


if __name__ == "__main__":
    main()

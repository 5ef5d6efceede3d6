"""The figures of docs/transfer.md: planted fixtures, a null, real data, matrix and weights.

Run: python -m benchmarks.transfer [fixtures] [null] [data] [matrix] [picture] [-o FOLDER]

fixtures: simulated replies by a template; real ones of which a share of words returns. Bar:
with nothing returning, the slope on real replies is at most a quarter of that on simulated
ones, its interval included; where both sides are alike, no verdict is "differs".
null: both sides by one generator, drawn twice, so that nothing differs; how often the verdict
says so all the same (bar: at most one in ten, and half of them must climb at all).
data: realsim with both simulators, alone and with replies of one length, and MirrorBench's
pairs. ``-o`` keeps their pictures. matrix: the scripted experiment, and mixture weights.
picture: the page of the first fixture as docs/transfer.png, by chromium; only where it is named.
Prints Markdown and CPU seconds. Exit code 1 where a bar is missed. Data: USERGAP_DATA.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from usergap.compare import Verdict
from usergap.dialogues import Dialogue
from usergap.formats import read
from usergap.profiles import default_plan, measure_corpus
from usergap.report.transfer import write_transfer
from usergap.report.transfer.wording import percent_of, shown, signed_shown
from usergap.train.cross_simulator.matrix import cross_matrix
from usergap.train.cross_simulator.slot_filling import scripted_scores
from usergap.train.cross_simulator.weights import mixture_weights
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import transfer
from usergap.train.transfer.planted import Reply, heterogeneous, homogeneous, planted
from usergap.train.transfer.replies import Cuts
from usergap.train.transfer.result import Transfer

BAR = 0.25
FIXTURE = Effort(seeds=6, steps=30, contexts=16, group=6, samples=6)
NULL = Effort(seeds=5, steps=15, contexts=8, group=4, samples=2, test=15)
NULLS = 20
DATA = Path(os.environ.get("USERGAP_DATA", Path(__file__).parents[1] / "../shared/data"))
HEAD = (
    "| sides | simulated, per 100 steps | real | ratio | gain on simulated → on real, of the"
    " simulated twin | carry-over | headroom sim, real | verdict | CPU s |\n|" + "---|" * 9
)


def line(name: str, found: Transfer, seconds: float) -> str:
    """One row of Markdown."""
    gains = {(c.trained_on, c.tested_on): signed_shown(c.gain) for c in found.cells}
    cells = (
        name, signed_shown(found.slopes["simulated"]), signed_shown(found.slopes["real"]),
        shown(found.slope_ratio),
        f"{gains['simulated', 'simulated']} → {gains['simulated', 'real']}",
        percent_of(found.carry_over),
        ", ".join(shown(each) for each in found.headroom.values()),
        found.verdict.value, f"{seconds:.0f}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def timed(work: Callable[[], Transfer], name: str) -> Transfer:
    """Runs, prints its row, and gives the result."""
    start = time.process_time()
    found = work()
    print(line(name, found, time.process_time() - start), flush=True)
    return found


def fixtures() -> bool:
    """The planted sides, from nothing that returns to the same template."""
    print(HEAD)
    sides: tuple[tuple[str, Reply, Reply], ...] = (
        ("template; nothing returns", heterogeneous(), homogeneous),
        ("template; 10 % return", heterogeneous(0.1), homogeneous),
        ("template; 30 % return", heterogeneous(0.3), homogeneous),
        ("template twice", homogeneous, homogeneous),
        ("30 % return twice", heterogeneous(0.3), heterogeneous(0.3)),
    )
    found = [
        timed(lambda r=real, s=made: transfer(*planted(r, s), effort=FIXTURE), name)  # type: ignore[misc]
        for name, real, made in sides
    ]
    ratio = found[0].slope_ratio
    held = ratio is not None and ratio.high is not None and ratio.high <= BAR
    alike = all(each.verdict is not Verdict.DIFFERS for each in found[3:])
    print(f"\nslope ratio, nothing returns: {shown(ratio)}, bar {BAR}: {held}; alike: {alike}")
    return held and alike


def picture(folder: Path | None) -> bool:
    """The page of the planted sides that differ most, and its top as a PNG beside it."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("picture: expected chromium, found none")
        return False
    place = folder or Path("transfer-picture")
    found = transfer(*planted(heterogeneous(), homogeneous), effort=FIXTURE)
    page, shot = write_transfer(found, place), (place / "transfer.png").absolute()
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1200,960",
         f"--screenshot={shot}", page.absolute().as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    print(shot.name)
    return shot.is_file()


def null() -> bool:
    """Both sides by one generator, other draws: whatever is called different is wrong."""
    wrong = climbed = 0
    for draw in range(NULLS):
        kind = homogeneous if draw % 2 else heterogeneous(0.5)
        real, made = planted(kind, kind, scenarios=50, seed=1000 + draw)
        found = transfer(real, made, effort=NULL, seed=100 * draw)
        wrong += found.verdict is Verdict.DIFFERS
        climbed += (found.slopes["simulated"].low or 0) > 0
        told = f"{shown(found.slope_ratio)} {signed_shown(found.slope_difference)}"
        print(f"null {draw}: {told} {found.verdict.value}", flush=True)
    print(f"\n{wrong} of {NULLS} equal sides are called different; {climbed} climbed", flush=True)
    return wrong <= NULLS / 10 and climbed >= NULLS / 2


def data(folder: Path | None) -> bool:
    """What the tiny policy finds on real data."""
    print(HEAD)
    real = load("realsim/real.jsonl")
    pairs = DATA / "mirrorbench/pairs.jsonl"
    alike = Cuts(match_length=True)
    runs: tuple[tuple[str, Sequence[Dialogue], Sequence[Dialogue], Cuts], ...] = (
        ("realsim, generic", real, load("simulated/generic.jsonl"), Cuts()),
        ("realsim, generic, one length", real, load("simulated/generic.jsonl"), alike),
        ("realsim, informed", real, load("simulated/informed.jsonl"), Cuts()),
        ("MirrorBench", read(f"{pairs}#real"), read(f"{pairs}#simulated"), Cuts()),
    )
    for name, people, made, cuts in runs:
        found = timed(
            lambda p=people, m=made, c=cuts, n=name: transfer(p, m, simulator=n, cuts=c),  # type: ignore[misc]
            name,
        )
        if folder is not None:
            write_transfer(found, folder / name.replace(", ", "-").replace(" ", "-"))
    return True


def matrix() -> bool:
    """The scripted experiment and the mixture of the two simulators of realsim."""
    found = cross_matrix(scripted_scores())
    print(found.sentence)
    print("\n| tuned on | " + " | ".join(found.tested_under) + " |")
    print("|---|" + "---|" * len(found.tested_under))
    for name, cells in found.cells.items():
        print(f"| {name} | " + " | ".join(shown(cell) for cell in cells.values()) + " |")
    plan = default_plan()
    names = ("realsim/real.jsonl", "simulated/generic.jsonl", "simulated/informed.jsonl")
    real, *made = (measure_corpus(read(DATA / name), plan) for name in names)
    start = time.process_time()
    print(f"\n{mixture_weights(real, made).sentence} ({time.process_time() - start:.0f} CPU s)")
    return True


def load(name: str) -> tuple[Dialogue, ...]:
    """The dialogues of a file of the development data."""
    return read(DATA / name).dialogues


def main() -> int:
    """Run the parts that are named, else all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", default=["fixtures", "null", "data", "matrix"])
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    work = {"fixtures": fixtures, "null": null, "data": lambda: data(given.output),
            "matrix": matrix, "picture": lambda: picture(given.output)}  # fmt: skip
    held = True
    for part in given.parts:
        print(f"\n## {part}\n", flush=True)
        held = work[part]() and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

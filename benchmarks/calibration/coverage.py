"""Coverage of nominal 95 % intervals, and their width beside an oracle's.

    python -m benchmarks.calibration.coverage [--quick] [--out FOLDER] [--processes N]

Writes ``coverage.json`` (every cell, every method, its Monte-Carlo error) and
``coverage.md`` (the tables), and ``coverage.jsonl`` as it goes: a run that was
stopped goes on from there (delete the file to start anew).

Runs share resampling weights in batches of at most a hundred, and use 400 replicates
instead of the product's 2,000: fewer replicates only add noise to the ends.
The bars: coverage at least 93 % minus 2 Monte-Carlo errors,
and mean width at most 1.3 × the oracle's (see ``oracle``).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.calibration import cells, coverage_table, flags, lengths
from benchmarks.calibration.planted import DIRECTIONS

Job = Callable[[], dict[str, Any]]
Result = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]

FULL = [
    cells.Cell(k, n, correlation, distance, towards)
    for n in (50, 200, 1000)
    for k in (7, 10)
    for correlation in (0.0, 0.1, 0.27)
    for distance in (0.0, 0.02, 0.08, 0.35)
    for towards in DIRECTIONS
]
QUICK = [
    cells.Cell(7, 50, 0.27, 0.0, "two"),
    cells.Cell(7, 50, 0.1, 0.08, "proportional"),
    cells.Cell(10, 200, 0.1, 0.08, "even"),
    cells.Cell(7, 200, 0.27, 0.35, "two"),
    cells.Cell(10, 200, 0.0, 0.02, "proportional"),
]
CHANGES = ("same", "shifted", "stretched", "cut off")
LENGTHS = [
    lengths.LengthCell(n, log, change)
    for n, log in ((50, True), (50, False), (200, False), (1000, False))
    for change in CHANGES
]

FLAGS = [
    flags.FlagCell(n, step, paired)
    for n in (10, 50, 200)
    for paired in (False, True)
    for step in (0.0, 0.1, 0.4, 1.0)
]


def jobs(quick: bool, words: Path | None) -> list[Job]:
    """What to run: label and flag cells, and length cells where the data are at hand."""
    if quick:
        found: list[Job] = [partial(cells.run, cell, 400, 200, True) for cell in QUICK]
        return [*found, partial(flags.run, flags.FlagCell(50, 0.4, True), 400, 200)]
    found = [partial(cells.run, x, 2000, 400, x.correlation == 0.1) for x in FULL]
    found += [partial(flags.run, x, 2000, 300) for x in FLAGS]
    if words is not None:
        values = lengths.user_words(words)
        found += [partial(lengths.run, x, values, 2000, 300, x.dialogues < 1000) for x in LENGTHS]
    return found


def call(job: Job) -> Result:
    """Run one job in a worker process."""
    return job()


def run(quick: bool, words: Path | None, processes: int, log: Path | None = None) -> list[Result]:
    """Run all jobs, in their order; each result is a line of ``log`` as soon as it is there.

    A log from an earlier run is gone on with: its lines are the first jobs' results.
    """
    todo = jobs(quick, words)
    done = []
    if log is not None and log.is_file():
        done = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    with ExitStack() as stack:
        results: Iterator[Result] = map(call, todo[len(done) :])
        if processes > 1:
            pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(processes))
            results = pool.imap(call, todo[len(done) :], chunksize=1)
        file = stack.enter_context(log.open("a", encoding="utf-8")) if log else None
        for result in results:
            done.append(result)
            if file:
                print(json.dumps(result), file=file, flush=True)
    return done


def main() -> int:
    """Run, print the tables, write both files; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="six cells, under 40 s")
    parser.add_argument("--out", type=Path, help="folder for coverage.json and coverage.md")
    parser.add_argument("--processes", type=int, default=None)
    options = parser.parse_args()
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    folder = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data"))
    words = folder / "realsim/real.jsonl"
    results = run(
        options.quick,
        words if words.is_file() else None,
        options.processes or (1 if options.quick else 2),
        options.out and options.out / "coverage.jsonl",
    )
    text = coverage_table.markdown(results)
    print(text)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    if options.out:
        (options.out / "coverage.json").write_text(json.dumps(results, indent=1), "utf-8")
        (options.out / "coverage.md").write_text(text, "utf-8")
    return int(bool(coverage_table.missed(results)))


if __name__ == "__main__":
    sys.exit(main())

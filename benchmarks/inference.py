"""How long inference over many cells takes: every measure, domain and simulator.

Run: python -m benchmarks.inference [--replicates 10000] [--dialogues 60] [--share 1.0]

Ten measures x 16 domains x 7 simulators: 112 cells of 60 real against 60 simulated
dialogues (made up; every dialogue a group of its own, the dearest case). Each cell
brings its sides together, draws 10,000 replicates and computes the exact distance of
every measure in each: nothing is binned or thinned. Once as a bootstrap, once as a
permutation, and once as a bootstrap that also keeps what the intervals are made from.
Cells run in threads, which numpy lets run side by side. The bar is 10 s on 2 cores.

On a machine with other work the clock shows the neighbours, so half of the CPU time is
printed beside: the clock of two idle cores if no time were lost between them. ``--share``
runs only that share of the cells and says so; figures are then scaled to all of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product

import numpy as np
import pyarrow as pa

from benchmarks.resampling import made_up
from usergap.compare.draws import Chunk
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import observe
from usergap.compare.permutation import permutations
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import Sides, bring_together
from usergap.dimensions import MEASURES

DOMAINS, SIMULATORS, BAR = 16, 7, 10.0
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

Scheme = Callable[[Sides, int, int], Iterator[Chunk]]
Tables = tuple[pa.Table, pa.Table]


def lone(dialogues: int, seed: int, first: int = 0) -> pa.Table:
    """Made-up dialogues, each a group of its own."""
    table = made_up(dialogues, seed, first)
    place = table.schema.get_field_index("group")
    return table.set_column(place, "group", pa.array(np.arange(dialogues, dtype=np.int32)))


def grid(dialogues: int, paired: bool) -> list[Tables]:
    """The tables of every cell; a domain's real dialogues serve all simulators."""
    real = [lone(dialogues, domain) for domain in range(DOMAINS)]
    first = 0 if paired else dialogues
    return [
        (real[domain], lone(dialogues, 100 + domain * SIMULATORS + simulator, first))
        for domain, simulator in product(range(DOMAINS), range(SIMULATORS))
    ]


def one_cell(
    tables: Tables, scheme: Scheme, replicates: int, keep: bool, paired: bool
) -> dict[str, np.ndarray]:
    """Every measure's distance in every replicate, (replicates,) each."""
    sides = bring_together(*tables, paired)
    pooled = pa.concat_tables(sides.table)
    statistics = {}
    for measure in MEASURES.values():
        seen = observe(measure, pooled)
        if seen is None:
            raise SystemExit(f"{measure.id}: the made-up profiles lack its columns")
        found = statistic_of(measure, seen, sides)
        statistics[measure.id] = found.keeping() if keep else found
    drawn = replicate(scheme(sides, replicates, 0), statistics)
    return {name: statistics[name].distances(drawn[name]) for name in statistics}


def timed(
    work: Callable[[Tables], object], cells: list[Tables], threads: int
) -> tuple[float, float]:
    """Clock and CPU seconds of all cells."""
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, cells):
            pass
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Print a table."""
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # numpy reads this when it loads: two threads that each start two would be four
        again = [sys.executable, "-m", "benchmarks.inference", *sys.argv[1:]]
        raise SystemExit(subprocess.call(again, env=os.environ | ONE_THREAD))
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicates", type=int, default=10_000)
    parser.add_argument("--dialogues", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    print("| draws | sides | clock | CPU / 2 | bar | |\n|---|---|---|---|---|---|")
    schemes: list[tuple[str, Scheme, bool]] = [
        ("bootstrap", bootstrap, False),
        ("permutation", permutations, False),
        ("bootstrap, kept for intervals", bootstrap, True),
    ]
    for paired in (True, False):
        cells = grid(options.dialogues, paired)
        some = cells[: max(1, round(len(cells) * options.share))]
        scale = len(cells) / len(some)
        for name, scheme, keep in schemes:
            work = partial(
                one_cell, scheme=scheme, replicates=options.replicates, keep=keep, paired=paired
            )
            work(some[0])
            wall, cpu = (scale * each for each in timed(work, some, options.threads))
            met = "met" if wall <= BAR else "met on idle cores" if cpu / 2 <= BAR else "MISSED"
            kind = "pairs" if paired else "pools"
            print(
                f"| {name} | {kind} | {wall:.1f} s | {cpu / 2:.1f} s | {BAR:.0f} s | {met} |",
                flush=True,
            )
    print(
        f"\n{len(MEASURES)} measures x {DOMAINS} domains x {SIMULATORS} simulators, "
        f"{options.replicates:,} replicates, {options.dialogues} dialogues a side, "
        f"{options.threads} threads, Python {sys.version.split()[0]}, {os.cpu_count()} cores",
        end="",
    )
    print(f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "", end="")
    print(f", scaled from {options.share:.0%} of the cells" if options.share < 1 else "")


if __name__ == "__main__":
    main()

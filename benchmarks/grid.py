"""How long `usergap compare` takes over a grid: the whole command, from profiles to the report.

Run: python -m benchmarks.grid [--replicates 2000] [--jobs 1 2] [--dialogues 60]

Made-up profiles of real users and seven simulators with 16 domains of 60 dialogues each, every
dialogue a group of its own, ten measures, `--by domain --pairs off`: 119 cells (112 of 120
dialogues, seven headlines of 1,920) with bootstrap, permutation, floor and intervals, then
ranking, domains, confounds, and the report folder. A fresh process for every number of threads.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa

from benchmarks.inference import DOMAINS, SIMULATORS, lone
from usergap.dimensions import MEASURES, Kind
from usergap.profiles import Profile, write_profile

APART = 0.05
"""By how much of itself each simulator's numbers lie above those of the one before."""


def written(folder: Path, dialogues: int) -> list[str]:
    """Paths of the profiles: real users first."""
    paths = []
    numbers = [x for m in MEASURES.values() if m.kind is Kind.NUMBER for x in m.columns]
    for side in range(SIMULATORS + 1):
        size = DOMAINS * dialogues
        table = lone(size, side, side * size)
        for name in set(numbers) & set(table.column_names):
            moved = table[name].to_numpy() * (1 + APART * side)
            table = table.set_column(table.column_names.index(name), name, pa.array(moved))
        name = f"simulator-{side}" if side else "real"
        metadata = {"annotators": {}, "dimensions": {d.id: d.version for d in MEASURES.values()}}
        paths.append(str(folder / f"{name}.parquet"))
        write_profile(Profile(name, table, {**metadata, "name": name}), paths[-1])
    return paths


def timed(command: list[str]) -> tuple[float, float]:
    """Clock and CPU seconds of a process."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, busy


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--dialogues", type=int, default=60)
    options = parser.parse_args()
    print("| replicates | threads | clock | CPU | largest memory |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder), options.dialogues)
        for jobs in options.jobs:
            command = [sys.executable, "-m", "usergap", "compare", *paths, "--by", "domain"]
            command += ["--pairs", "off", "--replicates", str(options.replicates)]
            command += ["--jobs", str(jobs), "-o", str(Path(folder) / "report")]
            wall, cpu = timed(command)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"| {options.replicates:,} | {jobs} | {wall:.1f} s | {cpu:.1f} s | {peak:.0f} MB |",
                flush=True,
            )
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"\n{len(MEASURES)} measures x {DOMAINS} domains x {SIMULATORS} simulators, "
        f"{options.dialogues} dialogues a side, {os.cpu_count()} cores{load}; memory is the "
        "largest so far"
    )


if __name__ == "__main__":
    main()

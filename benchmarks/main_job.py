"""The main job against its bars: one command, each figure from cold processes.

Run: python -m benchmarks.main_job [--runs 5]

Every command runs in a process of its own, single-threaded, several times; the median
counts. A figure is met or missed by the CPU time of that one process (user + system),
which is what the clock shows on an idle machine; the clock is printed beside, for on a
shared machine it shows the neighbours. Throughput on two cores is two cores' worth of
the CPU time a dialogue takes, reading included. The corpora are those of
``benchmarks.stages``; with the embedded sample instead of the real data the figures
of the comparison say nothing about the bar, and the table says so.

pyarrow imports pandas where that is installed, though nothing here needs it: a fresh
environment with only usergap's dependencies saves that time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec

from benchmarks.resampling import made_up
from benchmarks.resampling import statistics as label_statistics
from benchmarks.stages import corpora, stages
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import bring_together

REPLICATES = DIALOGUES = 10_000

# the process says itself what it took: the same on Linux, macOS and Windows
REPORT = """
import atexit, sys, time
atexit.register(lambda: sys.stderr.write(f"\\nCPU {time.process_time()}\\n"))
"""

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


def cold(code: str, runs: int) -> tuple[float, float]:
    """Median CPU and clock seconds of a fresh interpreter that runs ``code``."""
    cpu, wall = [], []
    for _ in range(runs + 1):  # the first one fills the disk's cache and is not counted
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", REPORT + code],
            capture_output=True,
            text=True,
            env=os.environ | ONE_THREAD,
            check=False,
        )
        wall.append(time.perf_counter() - start)
        if done.returncode:
            raise SystemExit(f"{code}\nended with {done.returncode}:\n{done.stderr}")
        cpu.append(float(done.stderr.rsplit("CPU ", 1)[1]))
    return statistics.median(cpu[1:]), statistics.median(wall[1:])


def command(*arguments: str) -> str:
    """Code that runs the command line."""
    return f"from usergap.cli.app import main\nmain({list(arguments)!r})"


def resampled(paired: bool, runs: int) -> tuple[float, float]:
    """Median CPU and clock seconds of 10,000 clustered replicates, four label measures."""
    first = 0 if paired else DIALOGUES
    sides = bring_together(made_up(DIALOGUES, 1), made_up(DIALOGUES, 2, first), paired)
    ready = label_statistics(sides)
    cpu, wall = [], []
    for _ in range(runs):
        busy, start = time.process_time(), time.perf_counter()
        replicate(bootstrap(sides, REPLICATES, 0), ready)
        cpu.append(time.process_time() - busy)
        wall.append(time.perf_counter() - start)
    return statistics.median(cpu), statistics.median(wall)


def line(what: str, bar: str, figure: str, met: bool, wall: float | None = None) -> None:
    """One row of the table."""
    clock = "" if wall is None else f"{wall:.2f} s"
    print(f"| {what} | {bar} | {figure} | {clock} | {'met' if met else 'MISSED'} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    os.environ.update(ONE_THREAD)
    paths, real = corpora()
    if not real:
        print("The embedded sample: 130 against 130 dialogues, not the bar's corpora.\n")
    print("| what | bar | figure (CPU) | clock | |\n|---|---|---|---|---|")
    cpu, wall = cold("import usergap", runs)
    line("`import usergap`, cold", "0.15 s", f"{cpu:.3f} s", cpu <= 0.15, wall)
    cpu, wall = cold(command("--help"), runs)
    line("`usergap --help`, cold", "0.4 s", f"{cpu:.3f} s", cpu <= 0.4, wall)
    with tempfile.TemporaryDirectory() as folder:
        cpu, wall = cold(command("compare", *paths, "-o", folder), runs)
    line("`usergap compare`, cold, HTML included", "6 s", f"{cpu:.2f} s", cpu <= 6, wall)
    took = stages(paths, runs)
    whole = took["reading and measuring"]
    speed, figure = 2000 / whole, f"{2000 / whole:.0f} a second ({whole:.2f} core-ms)"
    line("all measures on 2 cores", "600 dialogues/s", figure, speed >= 600)
    line("the same, later bar", "1,700 dialogues/s", figure, speed >= 1700)
    labels = sum(value for stage, value in took.items() if stage.startswith("labels"))
    line("linear annotators together", "0.6 core-ms", f"{labels:.2f} core-ms", labels <= 0.6)
    for paired in (True, False):
        cpu, wall = resampled(paired, runs)
        what = f"10,000 replicates over 2 x 10,000 dialogues, {'pairs' if paired else 'pools'}"
        line(what, "1 s", f"{cpu:.2f} s", cpu <= 1, wall)
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} cores", end="")
    if hasattr(os, "getloadavg"):
        print(f", load {os.getloadavg()[0]:.1f}", end="")
    print(", pandas installed" if find_spec("pandas") else "")


if __name__ == "__main__":
    main()

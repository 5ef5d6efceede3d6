"""Groups of many dialogues: seconds, peak memory and temporary disk of that stage alone.

Run: python -m benchmarks.grouping [--rows 10000000] [--shapes chats chain star] [--limit-mb 0]

No text, only keys (64 bits each, as measuring makes them of ids), given in chunks of 16,384 rows
that are made when they are asked for. Each shape runs in a process of its own, under a hard limit
of address space where ``--limit-mb`` names one (Linux, macOS). Shapes:

- ``chats``: a conversation each, people with ten dialogues in the mean, a scenario for two rows;
- ``apart``: every key is there once, so that nothing hangs together;
- ``chain``: every row shares a key with the next one of a random order, the longest way round;
- ``star``: one scenario for all.

Groups are checked by what is known of each shape: ``apart`` has one a row, ``chain`` and ``star``
have one in all.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from usergap.profiles.grouping import Keys, Spill

CHUNK = 1 << 14
SHAPES = ("chats", "apart", "chain", "star")
Numbers = NDArray[np.uint64]


def mixed(numbers: Numbers, salt: int) -> Numbers:
    """Well-spread 64 bits of small numbers, never 0 (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) * np.uint64(salt + 1)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))) | np.uint64(1)


def shuffled(rows: Numbers, count: int) -> Numbers:
    """A permutation of 0 to ``count`` - 1 that needs no table: an odd step round the circle."""
    step = int(count * 0.6180339887) | 1
    while np.gcd(step, count) != 1:
        step += 2
    return (rows * np.uint64(step)) % np.uint64(count)


def keys_of(shape: str, at: Numbers, count: int) -> dict[str, Numbers]:
    """The four keys of rows ``at``; 0 for none."""
    none = np.zeros(len(at), np.uint64)
    own = mixed(at, 0)
    if shape == "chats":
        people = mixed(mixed(at, 1) % np.uint64(max(1, count // 10)), 2)
        pairs = mixed(at % np.uint64(max(1, count // 2)), 3)
        return {"person": people, "conversation": own, "scenario": pairs, "context": none}
    if shape == "apart":
        return {"person": mixed(at, 4), "conversation": own, "scenario": own, "context": own}
    if shape == "star":
        same = np.full(len(at), 7, np.uint64)
        return {"person": none, "conversation": own, "scenario": same, "context": none}
    place = shuffled(at, count)
    left, right = mixed(place // np.uint64(2), 5), mixed((place + np.uint64(1)) // np.uint64(2), 6)
    return {"person": none, "conversation": left, "scenario": right, "context": none}


def measure(shape: str, count: int, limit_mb: int) -> dict[str, float]:
    """One run in this process: seconds, CPU seconds, peak MB, most MB of disk, groups."""
    if limit_mb:
        resource.setrlimit(resource.RLIMIT_AS, (limit_mb << 20, limit_mb << 20))
    base = peak_mb()
    disk, done = [0.0], threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        watcher = threading.Thread(target=_watch, args=(done, disk), daemon=True)
        watcher.start()
        start, cpu, groups = time.perf_counter(), time.process_time(), 0
        with Spill(Path(folder)) as spill:
            keys = Keys(spill)
            for a in range(0, count, CHUNK):
                rows = np.arange(a, min(a + CHUNK, count), dtype=np.uint64)
                keys.add_numbers(keys_of(shape, rows, count))
            found, people = keys.groups()
            for a in range(0, count, CHUNK):
                groups = max(groups, int(found.take(min(CHUNK, count - a)).max()) + 1)
            largest = found.largest
        took, used = time.perf_counter() - start, time.process_time() - cpu
        done.set()
        watcher.join()
    known = {"apart": count, "chain": 1, "star": 1}
    if known.get(shape, groups) != groups:
        raise SystemExit(f"{shape}: expected {known[shape]} groups, found {groups}")
    return {
        "seconds": took, "cpu": used, "peak_mb": peak_mb(), "base_mb": base,
        "disk_mb": disk[0], "groups": groups, "largest": largest, **people.get("people", {}),
    }  # fmt: skip


def peak_mb() -> float:
    """The most memory that this process held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _watch(done: threading.Event, disk: list[float]) -> None:
    """The most that open files without a name take (Linux)."""
    while not done.wait(0.2):
        total = 0
        for each in Path("/proc/self/fd").glob("*"):
            try:
                if str(each.readlink()).endswith("(deleted)"):
                    total += each.stat().st_size
            except OSError:
                continue
        disk[0] = max(disk[0], total / 1e6)


def main() -> None:
    """Print a row a shape."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--limit-mb", type=int, default=0)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.shapes[0], options.rows[0], options.limit_mb)))
        return
    print("| shape | dialogues | clock s | CPU s | peak MB | before | disk MB | groups | largest |")
    print("|---|---|---|---|---|---|---|---|---|")
    for shape in options.shapes:
        for rows in options.rows:
            command = [sys.executable, "-m", "benchmarks.grouping", "--one", "--shapes", shape]
            command += ["--rows", str(rows), "--limit-mb", str(options.limit_mb)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            f = json.loads(told)
            cells = [f"{f['seconds']:.1f}", f"{f['cpu']:.1f}", f"{f['peak_mb']:.0f}"]
            cells += [f"{f[name]:,.0f}" for name in ("base_mb", "disk_mb", "groups", "largest")]
            print(f"| {shape} | {rows:,} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

"""How `usergap measure` grows with its input: seconds, throughput, peak memory, and the fit.

Run: python -m benchmarks.scale [--sizes 10000 50000 100000] [--jobs 2 | --cluster native]
     python -m benchmarks.scale --sizes 50 100 200 --characters 1000000

The input is the embedded sample, repeated under changed ids and with the number of the
repetition behind every message, one file a size: no text comes twice, so that nothing that is
remembered of a text helps. Each size is measured by the command line in a process of its own.
CPU seconds are of that process and its children; peak memory is the sum over all of them at
the same moment, looked at every 50 ms (Linux: proportional set size, so that shared pages
count once). The fit is least squares over the sizes; its extrapolation to a million is a
statement about the fit, not a measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from usergap.dialogues import Dialogue
from usergap.formats import write
from usergap.formats.samples import SAMPLES, sample

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
BOUND = 2048


def written(path: Path, size: int, characters: int = 0) -> None:
    """A chat JSONL of ``size`` dialogues: the sample again and again, ids and texts changed.

    ``characters``: dialogues go on, by the messages of those that follow, until they hold as many.
    """
    lines = [json.loads(line) for line in _lines(path.with_suffix(".once.jsonl"))]
    with path.open("w", encoding="utf-8") as file:
        for at in range(size):
            turn, row = at // len(lines), dict(lines[at % len(lines)])
            row["id"] = f"d{at}"
            for name in ("conversation_id", "scenario_id"):
                if row.get(name):
                    row[name] = f"{row[name]}-{turn}"
            said, more = list(row["messages"]), at
            held = _length(said)
            while held < characters:
                more += 1
                said += lines[more % len(lines)]["messages"]
                held += _length(lines[more % len(lines)]["messages"])
            row["messages"] = [
                message | {"content": f"{message['content']} {turn}"} for message in said
            ]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _length(messages: list[dict[str, str]]) -> int:
    return sum(len(message["content"]) for message in messages)


def _lines(path: Path) -> list[str]:
    dialogues: list[Dialogue] = [each for name in SAMPLES for each in sample(name)]
    write(dialogues, path)
    return path.read_text("utf-8").splitlines()


def family(parent: int) -> list[int]:
    """A process and all below it."""
    found, todo = [], [parent]
    while todo:
        found.append(todo.pop())
        try:
            below = Path(f"/proc/{found[-1]}/task/{found[-1]}/children").read_text()
        except OSError:
            continue
        todo += [int(each) for each in below.split()]
    return found


def resident(process: int) -> float:
    """Proportional set size in MB; 0 where the process is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:")) / 1024


def run(source: Path, *options: str) -> tuple[float, float, float]:
    """Clock seconds, CPU seconds and peak MB of one run of the command line."""
    command = [sys.executable, "-m", "usergap", "measure", "--no-cache", str(source), *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak = time.perf_counter(), 0.0
    with subprocess.Popen(command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE) as running:
        while running.poll() is None:
            peak = max(peak, sum(map(resident, family(running.pid))))
            time.sleep(0.05)
    took = time.perf_counter() - start
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, peak


def fit(sizes: list[int], values: list[float]) -> str:
    """The least-squares line and its R², in words."""
    slope, start = np.polyfit(sizes, values, 1)
    residual = np.var(np.array(values) - slope * np.array(sizes) - start)
    explained = 1 - residual / max(float(np.var(values)), 1e-12)
    return f"{start:.1f} + {1000 * slope:.3f} per 1,000 (R² {explained:.4f}), a million: {start + 1e6 * slope:,.0f}"  # noqa: E501


def main() -> None:
    """Print the table and the fits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000, 100_000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--characters", type=int, default=0, help="of a dialogue, at the least")
    parser.add_argument("--cluster", help="as of `usergap measure`, in the place of --jobs")
    options = parser.parse_args()
    rows: list[tuple[float, float, float]] = []
    print("| dialogues | MB | clock s | CPU s | a second by clock | by 2 cores' CPU | peak MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            source = Path(folder) / f"{size}.jsonl"
            written(source, size, options.characters)
            out = str(Path(folder) / "out.parquet")
            how = (
                ["--cluster", options.cluster] if options.cluster else ["--jobs", str(options.jobs)]
            )
            rows.append(run(source, "-o", out, *how))
            took, cpu, peak = rows[-1]
            print(
                f"| {size:,} | {source.stat().st_size / 1e6:.0f} | {took:.1f} | {cpu:.1f} | "
                f"{size / took:,.0f} | {2 * size / cpu:,.0f} | {peak:.0f} |",
                flush=True,
            )
            source.unlink()
    if len(rows) > 2:
        print(f"\nCPU seconds: {fit(options.sizes, [row[1] for row in rows])}")
        print(f"peak MB: {fit(options.sizes, [row[2] for row in rows])}; bound {BOUND}")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

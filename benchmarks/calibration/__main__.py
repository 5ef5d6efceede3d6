"""All of the calibration: run the parts, keep their results, rewrite docs/validity.md.

    python -m benchmarks.calibration [--quick] [--part NAME ...] [--tables] [--out FOLDER]

Each part writes ``results/PART.json`` after every cell, so that a stopped run keeps
what it has. ``--tables`` runs nothing and rewrites the tables from the results at
hand. ``--quick`` runs a few cells of each part in minutes and leaves results and
document alone. Needs the development data (USERGAP_DATA), except for coverage
and mutations. The exit code is 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.calibration import gold, table
from benchmarks.calibration.parts import PARTS, People

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).resolve().parent / "results"
DOCUMENT = ROOT / "docs/validity.md"
PROGRAMS = {
    "coverage": (("-m", "benchmarks.calibration.coverage"), ("--quick",)),
    "corrections": (("-m", "benchmarks.calibration.corrections"), ("--runs", "20")),
    "margins": (("-m", "benchmarks.calibration.margins"), ("--runs", "5")),
    "mutations": (("scripts/mutation_check.py",), ("--quick",)),
}
"""Parts with a program of their own, and what makes each of them short."""


def run_part(name: str, quick: bool, folder: Path, people: People | None) -> None:
    """Run one part and write its results, cell by cell."""
    started = time.perf_counter()
    if name in PROGRAMS:
        command, short = PROGRAMS[name]
        out = folder / "mutations.json" if name == "mutations" else folder
        arguments = [*command, "--out", str(out), *(short if quick else ())]
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False)
    elif people is None:
        print(f"{name}: needs the development data: set USERGAP_DATA", file=sys.stderr)
        return
    else:
        results = []
        for result in PARTS[name](people, quick):
            results.append(result)
            (folder / f"{name}.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
            print(f"{name}: cell {len(results)}", file=sys.stderr)
    print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)


def main() -> int:
    """Run what is asked for and rewrite the tables."""
    names = (*PARTS, *PROGRAMS)
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="few cells, nothing kept")
    parser.add_argument("--part", action="append", choices=names, help="only this part; repeat")
    parser.add_argument("--tables", action="store_true", help="rewrite the tables, run nothing")
    parser.add_argument("--out", type=Path, help="another folder for results")
    options = parser.parse_args()
    data = gold.data_folder()
    people = None if data is None else People(data)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.out or (Path(scratch) if options.quick else RESULTS)
        folder.mkdir(parents=True, exist_ok=True)
        for name in () if options.tables else options.part or names:
            run_part(name, options.quick, folder, people)
        found = table.read(folder)
        if options.quick or options.out:
            print(table.markdown(found))
        else:
            table.rewrite(DOCUMENT, found)
    misses = table.missed(found)
    print("\n".join(misses) or "every bar is met", file=sys.stderr)
    return int(bool(misses))


if __name__ == "__main__":
    sys.exit(main())

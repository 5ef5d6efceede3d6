"""Measurements of the room ``study``.

Run: python -m benchmarks.study coverage [--runs 1000]
     python -m benchmarks.study load [--raters 200] [--seconds 30] [--think 5]
     python -m benchmarks.study screenshots [--to docs/study]

coverage: intervals and verdicts of the blind test on judgements with a known truth. load: raters
at once against a served study on this machine. screenshots: pages of a study of the embedded
sample, in Chromium. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> bool:
    """One of the measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study")
    parts = parser.add_subparsers(dest="part", required=True)
    coverage = parts.add_parser("coverage")
    coverage.add_argument("--runs", type=int, default=1000)
    load = parts.add_parser("load")
    load.add_argument("--raters", type=int, default=200)
    load.add_argument("--seconds", type=float, default=30.0)
    load.add_argument("--think", type=float, default=5.0)
    pictures = parts.add_parser("screenshots")
    pictures.add_argument("--to", type=Path, default=Path("docs/study"))
    given = parser.parse_args()
    if given.part == "coverage":
        from benchmarks.study import coverage as measured

        return measured.run(given.runs)
    if given.part == "load":
        from benchmarks.study import load as loaded

        return loaded.run(given.raters, given.seconds, given.think)
    from benchmarks.study import screenshots

    screenshots.take(given.to)
    return True


if __name__ == "__main__":
    sys.exit(0 if main() else 1)

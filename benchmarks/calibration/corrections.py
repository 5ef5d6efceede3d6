"""What the correction for annotator error is worth: planted shifts, raw and corrected.

    python -m benchmarks.calibration.corrections [--runs N] [--out FOLDER]

Needs the development data. In each run a card is made from two thirds as many dialogues
as there are (whole groups of conversation and scenario) of real users and of the OTHER
simulator, and 120 dialogues a side are drawn, one label's rate moved by a known amount on
one side by tilting. The shipped annotator labels all of it out of fold. "People": other
real users play the simulator, judged by a card of both simulators and of real users.

Card and samples are drawn from the same people on their own, as in life, where many more
people exist than are drawn. In the cells that stand ``apart`` they come from different
groups: then the samples' 43 groups of a simulator are a population of their own, whose
luck with the annotator no card knows and 120 draws do not average out.

Bias and root mean square error are against the gold labels of the drawn dialogues,
coverage against the population that they were drawn from. Writes ``corrections.json``
and ``corrections.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.calibration import corrections_table
from benchmarks.calibration.corrections_cells import PEOPLE, Cell, run
from benchmarks.calibration.corrections_population import SIMULATORS, load
from benchmarks.calibration.gold import JUDGED, data_folder

DIALOGUES = 120
DRAWS = 400
SHIFTS = (0.0, 5.0, 15.0)
CELLS = [
    Cell(measure, simulator, shift, DIALOGUES, apart)
    for apart in (False, True)
    for measure in JUDGED
    for simulator in (*SIMULATORS, PEOPLE)
    for shift in SHIFTS
]


def main() -> int:
    """Run all cells, print the tables, write both files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--out", type=Path, help="folder for corrections.json and corrections.md")
    options = parser.parse_args()
    data = data_folder()
    if data is None:
        print("needs the development data: set USERGAP_DATA to its folder", file=sys.stderr)
        return 2
    started = time.perf_counter()
    kinds = load(data)
    results = [run(cell, kinds[cell.measure], options.runs, DRAWS) for cell in CELLS]
    text = corrections_table.markdown(results)
    print(text)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "corrections.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        (options.out / "corrections.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

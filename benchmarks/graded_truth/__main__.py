"""Run the graded truths: ``python -m benchmarks.graded_truth [NAME ...]`` (all by default).

Results of those that ran replace their part of ``results.json``, and the tables in
``docs/graded_truth.md`` are made from that file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.graded_truth.document import write_document
from benchmarks.graded_truth.material import ROOT, data_folder, made_with

NAMES = ("spade", "tau_trait", "mirrorbench", "crs", "surface")
RESULTS = Path(__file__).with_name("results.json")
DOCUMENT = ROOT / "docs/graded_truth.md"


def main(names: list[str]) -> int:
    """Run, write, and say how long each took."""
    data = data_folder()
    if data is None:
        sys.stderr.write("needs the development data: set USERGAP_DATA to its folder\n")
        return 2
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.stderr.write(f"expected {', '.join(NAMES)}; found {', '.join(sorted(unknown))}\n")
        return 2
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    for name in names or NAMES:
        run: Callable[[Path], dict[str, Any]] = import_module(f"benchmarks.graded_truth.{name}").run
        start = perf_counter()
        results[name] = rounded({"made_with": made_with(), **run(data)})
        sys.stdout.write(f"{name}: {perf_counter() - start:.1f} s\n")
        text = json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False)
        RESULTS.write_text(text + "\n", "utf-8")
    if all(name in results for name in NAMES):
        write_document(results, DOCUMENT)
    return 0


def rounded(value: Any) -> Any:
    """The same with floats to five significant figures, which is more than they hold."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

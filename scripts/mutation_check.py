"""Break each formula on purpose and show that a test fails.

    python scripts/mutation_check.py [--quick] [--only NAME] [--out FILE.json]

Every mutant replaces one line in a temporary copy of the source and runs the tests
named beside it on the copy. A mutant that no test kills is a finding: a test is
missing. The exit code is 1 where one survives. Tests that fail on the unbroken copy
count for nothing; where a mutant's line is gone, the check stops and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mutation_check_mutants import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent
QUICK = ("p without + 1", "excess without the floor", "Rogan-Gladen inverted")


@dataclass(frozen=True)
class Workplace:
    """A copy of source and tests that may be broken."""

    folder: Path

    @classmethod
    def in_(cls, folder: Path) -> Workplace:
        """Copy what tests need."""
        skip = shutil.ignore_patterns("__pycache__", ".*_cache", "results")
        for name in ("src", "tests", "benchmarks"):
            shutil.copytree(ROOT / name, folder / name, ignore=skip)
        shutil.copy(ROOT / "pyproject.toml", folder)
        return cls(folder)

    def test(self, tests: Sequence[str]) -> str | None:
        """Run tests on the copy: None where all pass, else the first that fails."""
        data = os.environ.get("USERGAP_DATA", str(ROOT / "../shared/data"))
        surroundings = os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "USERGAP_DATA": data,
            "OPENBLAS_NUM_THREADS": "1",
        }
        paths = [f"tests/compare/{name}.py" for name in tests]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *paths],
            cwd=self.folder,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return None
        found = re.search(r"^(?:FAILED|ERROR) \S*?(\w+\.py(?:::\w+)?)", done.stdout, re.MULTILINE)
        if found is None:
            raise SystemExit(f"pytest did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return found[1]

    def break_(self, mutant: Mutant) -> str:
        """Put the mutant in place; returns the text to be restored."""
        path = self.folder / "src/usergap" / mutant.file
        text = path.read_text("utf-8")
        if text.count(mutant.old) != 1:
            raise SystemExit(
                f"{mutant.name}: expected once in {mutant.file}, "
                f"found {text.count(mutant.old)} times: {mutant.old!r}"
            )
        path.write_text(text.replace(mutant.old, mutant.new), "utf-8")
        return text

    def restore(self, mutant: Mutant, text: str) -> None:
        """Take the mutant out again."""
        (self.folder / "src/usergap" / mutant.file).write_text(text, "utf-8")


def main() -> int:
    """Run the mutants and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="three mutants")
    parser.add_argument("--only", action="append", help="part of a mutant's name; repeat")
    parser.add_argument("--out", type=Path, help="write the results as JSON")
    options = parser.parse_args()
    chosen = [x for x in MUTANTS if not options.quick or x.name in QUICK]
    if options.only:
        chosen = [x for x in chosen if any(part in x.name for part in options.only)]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace.in_(Path(folder))
        tests = list(dict.fromkeys(test for mutant in chosen for test in mutant.tests))
        if place.test(tests):  # then a failure says something only in files that pass unbroken
            tests = [test for test in tests if place.test([test]) is None]
        for mutant in chosen:
            able = [test for test in mutant.tests if test in tests]
            text = place.break_(mutant)
            killer = place.test(able) if able else None
            place.restore(mutant, text)
            results.append({"mutant": mutant.name, "file": mutant.file, "killed_by": killer})
            said = f"killed    {mutant.name}: {killer}" if killer else f"SURVIVED  {mutant.name}"
            print(said if able else f"{said}: its tests fail on the unbroken source", flush=True)
            if options.out:
                options.out.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    survivors = sum(result["killed_by"] is None for result in results)
    print(f"{len(results)} mutants, {survivors} survived")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())

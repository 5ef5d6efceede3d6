"""What a fresh install of the core costs: packages, megabytes, and how fast it starts.

Run: python -m benchmarks.size [--keep DIR]

Installs the project's own tree, without extras, into a new environment, counts packages
and bytes (compiled bytecode included, pip itself not), and starts it cold. Ends with 1
where a bar is missed: fit for a job in CI. Start-up is CPU time, the median of seven cold
starts after one that is not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median

PACKAGES, MEGABYTES, IMPORT, HELP = 30, 400.0, 0.1, 0.25
RUNS = 7
PIP = {"pip", "setuptools", "wheel"}

LISTED = """
import json
from importlib.metadata import distributions
print(json.dumps(sorted(
    (d.name, *(
        sum(p.stat().st_size for f in d.files or []
            if (p := f.locate()).match(kind) and p.is_file())
        for kind in ("*", "*.pyc")))
    for d in distributions())))
"""
COLD = """
import atexit, sys, time
atexit.register(lambda: print(time.process_time(), file=sys.stderr))
"""
HELPED = "from usergap.cli.app import main\nmain(['--help'])"


def installed(folder: Path) -> Path:
    """The interpreter of a new environment that holds the core."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    project = Path(__file__).parents[1]
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*command, str(project)], check=True)
    return python


def cold(python: Path, code: str) -> float:
    """Median CPU seconds of cold starts."""
    took = []
    for _ in range(RUNS + 1):
        done = subprocess.run(
            [str(python), "-c", COLD + code], capture_output=True, text=True, check=True
        )
        took.append(float(done.stderr.split()[-1]))
    return median(took[1:])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", type=Path, help="folder of the environment, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        python = installed(options.keep or Path(temporary) / "fresh")
        said = subprocess.run(
            [str(python), "-c", LISTED], capture_output=True, text=True, check=True
        )
        rows = [row for row in json.loads(said.stdout) if row[0] not in PIP]
        sizes = {name: size / 1e6 for name, size, _ in rows}
        figures = [
            ("packages", len(sizes), PACKAGES, ""),
            ("size", sum(sizes.values()), MEGABYTES, " MB"),
            ("`import usergap`, cold", cold(python, "import usergap"), IMPORT, " s"),
            ("`usergap --help`, cold", cold(python, HELPED), HELP, " s"),
        ]
    print("| what | figure | bar | |\n|---|---|---|---|")
    for what, figure, bar, unit in figures:
        met = "met" if figure <= bar else "MISSED"
        print(f"| {what} | {figure:.3g}{unit} | {bar:g}{unit} | {met} |")
    largest = sorted(sizes.items(), key=lambda x: -x[1])[:6]
    print("\nLargest: " + ", ".join(f"{name} {size:.0f} MB" for name, size in largest))
    print(f"Bytecode: {sum(row[2] for row in rows) / 1e6:.0f} MB of all")
    raise SystemExit(any(figure > bar for _, figure, bar, _ in figures))


if __name__ == "__main__":
    main()

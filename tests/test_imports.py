"""What a cold start loads is a contract: heavy libraries wait until they are needed."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOMS = "usergap.cli.app usergap.compare usergap.profiles usergap.formats usergap.report"


def loaded(modules: str, heavy: str) -> list[str]:
    """Which of some libraries a fresh interpreter holds after importing modules."""
    code = (
        "import sys; from importlib import import_module\n"
        "for name in sys.argv[1].split(): import_module(name)\n"
        "print(*(name for name in sys.argv[2].split() if name in sys.modules))"
    )
    command = [sys.executable, "-c", code, modules, heavy]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_import_usergap_loads_no_library() -> None:
    assert loaded("usergap", "numpy scipy pyarrow typer rich jinja2") == []


def test_help_loads_no_arrays() -> None:
    assert loaded("usergap.cli.app", "numpy scipy pyarrow jinja2 py3langid asyncio ssl") == []


@pytest.mark.parametrize("heavy", ["scipy.stats", "sklearn", "py3langid", "aiohttp", "torch"])
def test_the_rooms_of_the_main_job_wait_with_heavy_libraries(heavy: str) -> None:
    # scipy.stats alone takes .6 s to import; scipy.special holds the same quantiles
    assert loaded(ROOMS, heavy) == []


def core_packages() -> set[str]:
    """The project and all that it needs without extras, by what is installed here."""
    found: set[str] = set()
    left = ["usergap"]
    while left:
        name = canonicalize_name(left.pop())
        if name in found:
            continue
        found.add(name)
        asked = map(Requirement, requires(name) or ())
        left += [x.name for x in asked if x.marker is None or x.marker.evaluate({"extra": ""})]
    return found


def test_the_core_is_at_most_30_packages_and_drags_in_no_framework() -> None:
    # bytes: python -m benchmarks.size, which installs into a new environment
    found = core_packages()
    assert {"usergap", "numpy", "scipy", "pyarrow"} <= found
    assert len(found) <= 30
    frameworks = "pandas scikit-learn torch transformers aiohttp datasets pydantic"
    assert not found & set(frameworks.split())


@pytest.mark.parametrize(
    ("code", "most"),
    [
        ("import usergap", 0.1),
        ("from usergap.cli.app import main; import sys; sys.argv[1:] = ['--help']; main()", 0.25),
    ],
    ids=["import", "help"],
)
def test_a_cold_start_is_short(code: str, most: float) -> None:
    # CPU time, which the machine's other work hardly moves; the least of five, some .02 and .07
    clock = (
        "import atexit, sys, time\n"
        "atexit.register(lambda: print(time.process_time(), file=sys.stderr))\n"
    )
    command = [sys.executable, "-c", clock + code]
    took = [
        float(
            subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()[-1]
        )
        for _ in range(5)
    ]
    assert min(took) <= most

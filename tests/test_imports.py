"""What a cold start loads is a contract: heavy libraries wait until they are needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
    assert loaded("usergap.cli.app", "numpy scipy pyarrow jinja2 py3langid") == []


@pytest.mark.parametrize("heavy", ["scipy.stats", "sklearn", "py3langid", "aiohttp", "torch"])
def test_the_rooms_of_the_main_job_wait_with_heavy_libraries(heavy: str) -> None:
    # scipy.stats alone takes .6 s to import; scipy.special holds the same quantiles
    assert loaded(ROOMS, heavy) == []

"""Fixtures for all rooms."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run of CI: a push is judged by its change, not by luck. New
# examples are drawn everywhere else.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder with real and simulated dialogues for development, or a skip."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("USERGAP_DATA", root / "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip("needs the development data: set USERGAP_DATA to its folder")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _rows_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows that `usergap measure` keeps between runs stay out of the user's cache."""
    os.environ["USERGAP_ROWS"] = str(tmp_path_factory.mktemp("rows"))

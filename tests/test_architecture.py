"""The house: one-way imports, light start, declared measures."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import usergap
from usergap.dimensions import HEADLINE, MEASURES, Kind
from usergap.profiles.schema import columns_of

SOURCE = Path(usergap.__file__).parent
ROOMS = (
    "dialogues",
    "formats",
    "llm",
    "dimensions",
    "annotators",
    "profiles",
    "compare",
    "simulate",
    "probes",
    "ledger",
    "train",
    "report",
    "study",
    "api",
    "cli",
)
HEAVY = (
    "numpy", "scipy", "pyarrow", "sklearn", "torch", "transformers", "trl", "peft", "accelerate",
    "datasets", "jinja2", "rich", "sqlalchemy", "starlette", "uvicorn",
)  # fmt: skip


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a file imports, at its top or inside a function."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        rooms |= {name.split(".")[1] for name in names if name.startswith("usergap.")}
    return rooms


@pytest.mark.parametrize("room", [room for room in ROOMS if (SOURCE / room).is_dir()])
def test_a_room_imports_only_from_rooms_above_it(room: str) -> None:
    beside = {"errors", "version", "plugins", "writing", "compiled"}
    allowed = {*ROOMS[: ROOMS.index(room) + 1], *beside}
    for path in sorted((SOURCE / room).rglob("*.py")):
        assert imported_rooms(path) <= allowed, path.relative_to(SOURCE)


def test_every_folder_is_a_known_room() -> None:
    folders = {each.name for each in SOURCE.iterdir() if (each / "__init__.py").exists()}
    assert folders <= {*ROOMS, "testing"}


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_usergap_loads_no_heavy_library() -> None:
    assert not modules_after("import usergap") & set(HEAVY)


def test_help_loads_no_heavy_library() -> None:
    loaded = modules_after("from usergap.cli.app import run; run(['--help'])")
    assert not loaded & (set(HEAVY) - {"rich"})


def test_the_ten_measures_are_declared_in_order() -> None:
    assert tuple(MEASURES)[: len(HEADLINE)] == HEADLINE
    for name, measure in MEASURES.items():
        assert measure.id == name
        assert measure.citation
        assert measure.undefined
        assert measure.version
        assert columns_of(measure)
        assert (measure.measure is None) == (measure.kind in (Kind.LABELS, Kind.FLAGS))


def test_no_two_measures_share_a_column() -> None:
    columns = [column for measure in MEASURES.values() for column in columns_of(measure)]
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("name", usergap.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    thing = getattr(usergap, name)
    assert isinstance(thing, str) or thing.__doc__


def test_no_file_outgrows_one_idea() -> None:
    files = [path for kind in ("py", "c", "h") for path in SOURCE.rglob(f"*.{kind}")]
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert max(sizes.values()) <= 500, max(sizes, key=lambda path: sizes[path])

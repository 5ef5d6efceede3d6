"""Options that several verbs share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.errors import InputError

Output = Annotated[Path, typer.Option("-o", "--output", help="Where to write.")]
Folder = Annotated[Path, typer.Option("-o", "--output", help="Folder for the report.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat any dropped row as an error.")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Processes. Default: as pays.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="For CSV and Parquet: which column holds a field. Repeat.",
    ),
]
ErrorsEngine = Annotated[
    str,
    typer.Option(
        "--errors-engine",
        help="rules (built in, fast) or harper (full engine; extra `errors`).",
    ),
]


def assignments(values: list[str] | None, option: str) -> dict[str, str]:
    """``["a=b,c=d", "e=f"]`` as a dict. Raises ``InputError`` naming the option."""
    found: dict[str, str] = {}
    for value in values or ():
        for part in value.split(","):
            key, equals, text = part.partition("=")
            if not equals or not key.strip() or not text.strip():
                raise InputError(f"{option}: expected NAME=VALUE, found {part!r}")
            found[key.strip()] = text.strip()
    return found


def one_of(value: str, allowed: tuple[str, ...], option: str) -> str:
    """``value`` where it is allowed. Raises ``InputError`` naming the option."""
    if value not in allowed:
        raise InputError(f"{option}: expected {' or '.join(allowed)}, found {value!r}")
    return value

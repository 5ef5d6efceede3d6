"""Options that several verbs share, spelled once."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from usergap.errors import InputError

Output = Annotated[Path, typer.Option("-o", "--output", help="Where to write.")]
Folder = Annotated[Path, typer.Option("-o", "--output", help="Folder for the report.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat any dropped row as an error.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes or threads. Default: as pays.")
]
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


def folder_to_write(path: Path) -> None:
    """Raises ``InputError`` where a folder for files is a file or lies where nobody may write."""
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise InputError(f"--output: {path}: expected a folder to write to, found the file {place}")
    if not os.access(place, os.W_OK | os.X_OK):
        raise InputError(f"--output: {path}: expected a folder to write to, may not write {place}")


def file_to_write(path: Path) -> None:
    """Raises ``InputError`` where no file can be written under a name, told before long work."""
    folder = path.resolve().parent
    if path.is_dir() or not folder.is_dir():
        found = "a folder" if path.is_dir() else "no folder to put it in"
        raise InputError(f"{path}: expected the name of a file to write, found {found}")
    device = path.exists() and not path.is_file()
    if not os.access(path if device else folder, os.W_OK):  # a draft beside it is renamed
        raise InputError(f"{path}: cannot be written: Permission denied")


_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def with_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb, for each parameter that is a record of options, the options of its fields."""
    own = inspect.signature(verb, eval_str=True).parameters
    records: dict[str, type[Any]] = {
        name: one.annotation
        for name, one in own.items()
        if isinstance(one.annotation, type) and is_dataclass(one.annotation)
    }
    spread = [one for name, one in own.items() if name not in records]
    for record in records.values():
        hints = get_type_hints(record, include_extras=True)
        spread += [
            inspect.Parameter(
                each.name, _KEYWORD, default=each.default, annotation=hints[each.name]
            )
            for each in fields(record)
        ]
    spread = [one.replace(kind=_KEYWORD) for one in spread]

    def command(**given: Any) -> None:
        for name, record in records.items():
            given[name] = record(**{each.name: given.pop(each.name) for each in fields(record)})
        verb(**given)

    command.__name__, command.__doc__ = verb.__name__, verb.__doc__
    command.__signature__ = inspect.Signature(spread)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in spread}
    return command

"""JSON files that a gate reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from usergap.errors import InputError


def read_object(path: str | Path) -> dict[str, Any]:
    """The object in a JSON file. Raises InputError that names the file."""
    file = Path(path)
    try:
        found = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as error:
        raise InputError(f"{file}: expected a readable file, found {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file}: expected JSON, found {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{file}: expected a JSON object, found {type(found).__name__}")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name}, which JSON does not know")

"""Scenario files in YAML: their rows, each with the line that it begins in.

Only the tree of nodes is read, never a tag or type: every value is text, a list of texts
or (a goal) a mapping of these, as it was written (``no`` and ``12`` stay words), and
nothing in the file can make an object. PyYAML is an extra, because JSON lines do without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError

DEPTH = 3
"""Mappings in one another: a scenario, its goal, the goal's constraints."""


def yaml_rows(raw: bytes, path: Path) -> Iterator[tuple[int, Any]]:
    """Pairs (line, row) of a list of mappings.

    Raises InputError with file and line for what is not YAML or not such a list, and
    EnvironmentFailure where PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError:
        raise EnvironmentFailure(
            f"{path}: YAML needs PyYAML: pip install 'usergap[yaml]' (JSON lines need nothing)"
        ) from None
    try:
        top = yaml.compose(raw, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise InputError(f"{path}:{line}: expected YAML, found: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise InputError(f"{path}: expected YAML in UTF-8, found other bytes") from None
    except RecursionError:
        raise InputError(f"{path}: expected a list of scenarios, found deep nesting") from None
    if top is None:
        return
    if not isinstance(top, yaml.SequenceNode):
        raise InputError(
            f"{path}:{_line(top)}: expected a list of scenarios, each `- id: …`, found no list"
        )
    for node in top.value:
        yield _line(node), _row(node, path)


def _row(node: Any, path: Path) -> Any:
    return _mapping(node, path, 1) if node.id == "mapping" else _value(node, path, 1)


def _mapping(node: Any, path: Path, depth: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in node.value:
        if key.id != "scalar":
            raise InputError(f"{path}:{_line(key)}: expected a field's name, found a list")
        if key.value in row:
            raise InputError(f"{path}:{_line(key)}: {key.value[:40]!r}: expected once, found twice")
        row[key.value] = _value(value, path, depth)
    return row


def _value(node: Any, path: Path, depth: int) -> Any:
    """Text, a list of texts, a mapping as deep as a goal's, or what no field takes."""
    if node.id == "scalar":
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if node.id == "mapping":  # an alias may point to what it stands in
        return _mapping(node, path, depth + 1) if depth < DEPTH else {}
    return [_value(item, path, depth) if item.id == "scalar" else {} for item in node.value]


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1

"""What the tests of formats share: a way to put content into a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write bytes, text, one JSON document or (``lines``) JSON lines; return the path."""

    def write(content: Any, name: str = "file", *, lines: bool = False) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_bytes(content.encode())
        elif lines:
            path.write_bytes("".join(json.dumps(row) + "\n" for row in content).encode())
        else:
            path.write_bytes(json.dumps(content).encode())
        return path

    return write

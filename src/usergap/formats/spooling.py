"""What can be read only once (standard input, a pipe), put where it can be read again."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from usergap.errors import EnvironmentFailure

IN_MEMORY = 1 << 26
"""Bytes that are held in memory; a longer input goes to a file without a name."""

_BLOCK = 1 << 20


def spooled(stream: BinaryIO, folder: Path | None = None) -> tuple[io.BufferedReader, str]:
    """All of ``stream`` as a seekable one, and its sha256.

    ``folder``: of the file, if it takes one; None: the system's folder for such files. Raises
    ``EnvironmentFailure`` where there is no room for it.
    """
    first = stream.read(IN_MEMORY)
    digest = hashlib.sha256(first)
    block = stream.read(_BLOCK) if len(first) == IN_MEMORY else b""
    if not block:
        return io.BufferedReader(io.BytesIO(first)), digest.hexdigest()
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".usergap-") as file:
            file.write(first)
            while block:
                digest.update(block)
                file.write(block)
                block = stream.read(_BLOCK)
            file.flush()
            return from_start(file.fileno()), digest.hexdigest()
    except OSError as error:
        place = folder or tempfile.gettempdir()
        trouble = error.strerror or error
        raise EnvironmentFailure(f"{place}: the input cannot be kept there: {trouble}") from None


def from_start(file: int) -> io.BufferedReader:
    """A reader of its own of an open file, which may be closed without closing that."""
    stream = os.fdopen(os.dup(file), "rb")
    stream.seek(0)
    return stream

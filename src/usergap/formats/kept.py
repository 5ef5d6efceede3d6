"""``Kept``: inputs that can be read only once, opened as often as they are needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Self

from usergap.formats.source import Source, open_source
from usergap.formats.spooling import from_start


class Kept:
    """Opens sources; what can be read only once (a pipe, standard input) is spooled for that.

    ``folder`` as in ``spooled``. ``stdin``: what standard input is; None: there is none.
    """

    def __init__(self, folder: Path | None = None, stdin: BinaryIO | None = None) -> None:
        self._stdin = stdin
        self._folder = folder
        self._held: dict[str, tuple[io.BufferedReader, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        for stream, _ in self._held.values():
            stream.close()
        self._held.clear()

    def open(self, source: Source) -> tuple[io.BufferedReader, str]:
        """The input from its beginning, and its sha256. Raises as ``open_source`` does."""
        if source.path is not None and source.path.is_file():
            return open_source(source)
        name = source.shown
        if name not in self._held:
            self._held[name] = open_source(source, self._stdin, self._folder)
        held, digest = self._held[name]
        if isinstance(held.raw, io.BytesIO):  # shares the bytes
            return io.BufferedReader(io.BytesIO(held.raw.getvalue())), digest
        return from_start(held.fileno()), digest

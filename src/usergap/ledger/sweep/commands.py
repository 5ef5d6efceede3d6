"""A command that is run, watched and, if it must be, ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Final

from usergap.errors import EnvironmentFailure

TAIL: Final = 1 << 16
"""Bytes of what a command prints that are kept: its end, however much it prints."""


@dataclass(frozen=True)
class Finished:
    """How a command ended, and the ends of what it printed; bytes that are no UTF-8 as U+FFFD."""

    code: int
    out: str
    err: str


def finished(words: Sequence[str], wait: float, name: str) -> Finished:
    """Run a command without a shell or input, for ``wait`` seconds; ``name`` is for errors.

    Raises EnvironmentFailure where it cannot be run or does not end; what it started is
    ended with it then, and where this process is interrupted.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own command, without a shell
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise EnvironmentFailure(f"{name}: cannot be run: {error}") from None
    with process:
        ends = [_End(pipe) for pipe in (process.stdout, process.stderr) if pipe]
        try:
            code = process.wait(wait)
        except subprocess.TimeoutExpired:
            raise EnvironmentFailure(f"{name}: timed out after {wait:g} seconds") from None
        finally:  # also what a command that ended left behind, which may hold the pipes
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        return Finished(code, *(end.text() for end in ends))


class _End:
    """Reads a pipe to its end in a thread, and keeps the last of it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._kept = pipe, b""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while chunk := os.read(self._pipe.fileno(), TAIL):
            self._kept = (self._kept + chunk)[-TAIL:]

    def text(self) -> str:
        """The last of what was printed."""
        self._thread.join()
        return self._kept.decode("utf-8", "replace")

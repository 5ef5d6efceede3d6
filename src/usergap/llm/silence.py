"""An endpoint that takes requests and sends nothing back: somebody is told before its timeout."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SILENT_AFTER = 10.0
"""Seconds from a run's first request without any reply, after which somebody is told."""


class Silence:
    """Calls ``tell`` once if nothing at all came back for ``SILENT_AFTER`` seconds."""

    def __init__(self, tell: Callable[[], None] | None) -> None:
        self._tell = tell
        self._timer: asyncio.TimerHandle | None = None

    def sent(self) -> None:
        """A request is on its way; the first one starts the clock."""
        if self._tell is not None and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(SILENT_AFTER, self._tell)

    def ended(self) -> None:
        """A request has ended, well or badly: the rest is told in other ways."""
        if self._timer is not None:
            self._timer.cancel()
        self._tell = None

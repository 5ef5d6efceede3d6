"""Slots: how many conversations may be at work, and who may lend theirs.

A conversation that waits for an endpoint does no work here, and the client has a limit on
calls of its own. So it lends its slot for that time: while some wait after a refusal
(429), others fill the calls that may be in flight.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

_HELD: ContextVar[_Slot | None] = ContextVar("_HELD", default=None)


class _Slot:
    """One conversation's claim on a slot."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots, self._held = slots, False

    async def take(self) -> None:
        await self._slots.acquire()
        self._held = True

    def give(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()


@asynccontextmanager
async def slot(slots: asyncio.Semaphore) -> AsyncIterator[None]:
    """Holds one of ``slots``; what runs inside may lend it."""
    mine = _Slot(slots)
    await mine.take()
    token = _HELD.set(mine)
    try:
        yield
    finally:
        _HELD.reset(token)
        mine.give()


class lent:  # noqa: N801 - used as a function
    """Lends the slot that is held, if any, to another conversation meanwhile."""

    def __init__(self) -> None:
        self._mine = _HELD.get()

    async def __aenter__(self) -> None:
        if self._mine is not None:
            self._mine.give()

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # After an error the conversation is over: it needs no slot any more.
        if self._mine is not None and kind is None:
            await self._mine.take()

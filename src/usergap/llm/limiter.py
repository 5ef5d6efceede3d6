"""Slots for calls in flight, and pauses that the endpoint asks for."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from usergap.llm.adaptive import Adaptive


class Limiter:
    """At most ``adaptive.limit`` calls in flight; none while the endpoint wants a pause.

    Belongs to one event loop. ``clock`` gives seconds that never go back.
    """

    def __init__(self, maximum: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.adaptive = Adaptive(maximum)
        self.in_flight = 0
        self.peak = 0
        self._clock = clock
        self._paused_until = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def paused_for(self) -> float:
        """Seconds until calls may be sent again."""
        return max(0.0, self._paused_until - self._clock())

    async def acquire(self) -> int:
        """Waits for a slot; returns the round for ``release``."""
        if self._waiting or not self._free():
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            self._wake()
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():  # the slot was given: pass it on
                    self.in_flight -= 1
                    self._wake()
                raise
        else:
            self._take()
        return self.adaptive.sent(self._clock())

    def release(self, sent_in: int, *, refused: bool | None) -> None:
        """Gives the slot back; ``refused`` is None where the ending says nothing of load."""
        self.in_flight -= 1
        if refused is not None:
            self.adaptive.ended(sent_in, refused=refused, now=self._clock())
        self._wake()

    def pause(self, seconds: float) -> None:
        """Sends nothing for ``seconds`` from now."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def resume(self) -> None:
        """Ends a pause."""
        self._paused_until = 0.0
        self._wake()

    def _free(self) -> bool:
        return self.in_flight < self.adaptive.limit and self._clock() >= self._paused_until

    def _take(self) -> None:
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)

    def _wake(self) -> None:
        while self._waiting and self._free():
            turn = self._waiting.popleft()
            if not turn.done():
                self._take()
                turn.set_result(None)
        pause = self.paused_for
        if self._waiting and pause > 0.0 and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(pause, self._timed)

    def _timed(self) -> None:
        self._timer = None
        self._wake()

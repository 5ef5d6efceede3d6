"""A circuit breaker: under sustained failure, stop sending and try one call at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half_open", "given_up"]
LONGEST_COOLDOWN = 60.0


class Breaker:
    """Opens after ``threshold`` failures in a row, from any calls.

    While open nothing is sent; after ``cooldown`` seconds one call goes as a
    probe. Its success closes the circuit; its failure doubles the cooldown. After
    ``probes`` failed probes (half as many, at least 1, if the endpoint never
    answered in this run) the endpoint is given up for good.
    Source: Nygard, *Release It!*, 2nd ed. 2018, ch. 5.
    """

    def __init__(
        self,
        *,
        threshold: int = 10,
        cooldown: float = 1.0,
        probes: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.state: State = "closed"
        self._threshold, self._cooldown, self._probes = threshold, cooldown, probes
        self._clock = clock
        self._failures = self._failed_probes = 0
        self._answered = False
        self._until = 0.0
        self._changed = asyncio.Event()

    async def admit(self) -> Literal["go", "probe", "no"]:
        """Waits until a call may be sent; ``no`` if the endpoint was given up."""
        while True:
            if self.state in {"closed", "given_up"}:
                return "go" if self.state == "closed" else "no"
            wait = self._until - self._clock()
            if self.state == "open" and wait <= 0.0:
                self.state = "half_open"
                return "probe"
            changed = self._changed
            try:
                async with asyncio.timeout(wait if self.state == "open" else None):
                    await changed.wait()
            except TimeoutError:
                continue

    @property
    def blocks(self) -> bool:
        """Whether a call that is no probe must wait."""
        return self.state != "closed"

    def success(self) -> None:
        """The endpoint did its part (an answer, or a refusal that shows that it lives)."""
        self._failures = self._failed_probes = 0
        self._answered = True
        if self.state in {"open", "half_open"}:
            self._turn("closed")

    def failure(self, *, probe: bool = False) -> None:
        """A call failed by the endpoint's fault."""
        self._failures += 1
        if probe and self.state == "half_open":
            self._failed_probes += 1
            allowed = self._probes if self._answered else max(1, self._probes // 2)
            if self._failed_probes >= allowed:
                self._turn("given_up")
                return
        elif self.state != "closed" or self._failures < self._threshold:
            return
        pause = min(LONGEST_COOLDOWN, self._cooldown * 2.0**self._failed_probes)
        self._until = self._clock() + pause
        self._turn("open")

    def give_up(self) -> None:
        """Lets no further call through."""
        self._turn("given_up")

    def abandon(self) -> None:
        """The probe was not sent after all: let another call be it."""
        if self.state == "half_open":
            self._turn("open")

    def _turn(self, state: State) -> None:
        self.state = state
        self._changed.set()
        self._changed = asyncio.Event()

"""How far a run is; the CLI draws it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from usergap.llm.budget import Spent
from usergap.llm.ending import Ending
from usergap.llm.result import Result


@dataclass(frozen=True, slots=True)
class Progress:
    """A run's state. ``total`` and ``eta`` (seconds left) are None while not known."""

    done: int
    total: int | None
    endings: dict[Ending, int]
    elapsed: float
    eta: float | None
    in_flight: int
    paused_for: float
    spent: Spent

    @property
    def incomplete(self) -> int:
        """Calls that ended without a whole answer."""
        return sum(n for ending, n in self.endings.items() if not ending.complete)


class Meter:
    """Counts endings and estimates the time left from the calls that were sent.

    Answers from the cache come at once and say nothing about the speed of the rest.
    """

    def __init__(self, total: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._began = clock()
        self._endings: Counter[Ending] = Counter()
        self._done = self._sent = 0

    def count(self, result: Result) -> None:
        """Adds one ended call."""
        self._endings[result.ending] += 1
        self._done += 1
        self._sent += result.attempts > 0

    def now(self, *, in_flight: int, paused_for: float, spent: Spent) -> Progress:
        """The state at this moment."""
        elapsed = self._clock() - self._began
        eta = None
        if self._total is not None and self._done >= self._total:
            eta = 0.0
        elif self._total is not None and self._sent:
            eta = elapsed / self._sent * (self._total - self._done) + paused_for
        return Progress(
            done=self._done,
            total=self._total,
            endings=dict(self._endings),
            elapsed=elapsed,
            eta=eta,
            in_flight=in_flight,
            paused_for=paused_for,
            spent=spent,
        )

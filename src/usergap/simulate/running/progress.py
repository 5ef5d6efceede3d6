"""How far a run is: counted as turns and conversations finish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from usergap.simulate.stop import StopReason


@dataclass(frozen=True, slots=True)
class Progress:
    """A run at one moment. ``done`` counts conversations that stopped well, earlier runs' too.

    ``failed``: conversations that broke off in this run. ``turns``: the user's turns
    finished in this run. ``elapsed`` and ``eta`` are seconds; ``eta`` is None until a
    conversation of this run is over.
    """

    done: int
    failed: int
    total: int
    turns: int
    elapsed: float
    eta: float | None


@dataclass
class Meter:
    """Counts for ``Progress``; tells ``on_progress`` after each turn and each conversation."""

    total: int
    on_progress: Callable[[Progress], None] | None = None
    clock: Callable[[], float] = time.monotonic
    resumed: int = 0
    turns: int = 0
    stops: Counter[StopReason] = field(default_factory=Counter)
    _turns_of_over: int = 0
    _began: float = 0.0

    def __post_init__(self) -> None:
        """Starts the clock."""
        self._began = self.clock()

    def turn(self) -> None:
        """One user turn was finished."""
        self.turns += 1
        self._tell()

    def stopped(self, stop: StopReason, turns: int) -> None:
        """One conversation is over, after ``turns`` user turns of this run."""
        self.stops[stop] += 1
        self._turns_of_over += turns
        self._tell()

    @property
    def now(self) -> Progress:
        """The run at this moment."""
        failed = sum(count for stop, count in self.stops.items() if stop.failed)
        over = self.stops.total()
        elapsed = self.clock() - self._began
        eta = None
        if over:
            # Turns run evenly; conversations of one length all end at once.
            expected = self._turns_of_over / over * (self.total - self.resumed)
            left = max(0.0, expected - self.turns) if over + self.resumed < self.total else 0.0
            eta = elapsed * left / self.turns if self.turns else 0.0
        done = self.resumed + over - failed
        return Progress(done, failed, self.total, self.turns, elapsed, eta)

    def _tell(self) -> None:
        if self.on_progress is not None:
            self.on_progress(self.now)

"""How many calls to keep in flight, learnt from the endpoint's refusals (429).

Additive increase, multiplicative decrease (Chiu & Jain 1989), with one addition:
a cut that costs answers per second is taken back. Where refusals come from our
load, half the load gives as many answers; where they do not (a router that
refuses one call in five whatever we do), it gives half as many and saves nobody
anything. Pure: time enters by argument.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

TOLERATED = 0.1  # share of refusals that lets the limit still grow
FELL = 0.6  # half the load has to bring refusals down to this share of what they were
COSTLY = 0.75  # a cut that leaves less than this share of the answers per second is undone
MOST = 0.5  # with more refused than this a cut always stands
SLACK = 0.1  # so much more refused than when a truce began ends it
LONGEST_TRUCE = 64


@dataclass(slots=True)
class Adaptive:
    """The limit on calls in flight: from ``maximum`` down to 1 and back.

    Time is cut into rounds of two calls per slot; only calls that were sent in
    the present round are counted, so that one burst of refusals cuts once.
    """

    maximum: int
    limit: int = 0
    round: int = 0
    _first: float = math.inf
    _answered: int = 0
    _refused: int = 0
    _before: tuple[int, float, float] | None = None  # limit, answers/s, share before a cut
    _truce: int = 0
    _length: int = 8
    _share: float = 0.0  # the share of refusals that the truce puts up with

    def __post_init__(self) -> None:
        """Starts at the maximum."""
        self.limit = self.limit or self.maximum

    def sent(self, now: float) -> int:
        """Notes a call sent at ``now`` (seconds); returns its round, for ``ended``."""
        self._first = min(self._first, now)
        return self.round

    def ended(self, sent_in: int, *, refused: bool, now: float) -> None:
        """Notes that a call of round ``sent_in`` was answered or refused at ``now``."""
        if sent_in != self.round:
            return
        self._answered += not refused
        self._refused += refused
        total = self._answered + self._refused
        if total < max(8, 2 * self.limit):
            return
        share = self._refused / total
        speed = self._answered / max(now - self._first, 1e-9)
        self._judge(share, speed)
        self.round += 1
        self._first, self._answered, self._refused = math.inf, 0, 0

    @staticmethod
    def _in_vain(before: tuple[int, float, float], share: float, speed: float) -> bool:
        """Whether a cut brought nothing: as many refused as before, or fewer answered."""
        _, speed_before, share_before = before
        if share_before > MOST:
            return False
        return share > FELL * share_before or speed < COSTLY * speed_before

    def _judge(self, share: float, speed: float) -> None:
        self._truce = max(0, self._truce - 1)
        before, self._before = self._before, None
        if before is not None and self._in_vain(before, share, speed):
            self.limit = before[0]
            self._truce, self._length = self._length, min(2 * self._length, LONGEST_TRUCE)
            self._share = before[2]
        elif share <= TOLERATED or (self._truce and share <= self._share + SLACK):
            self.limit = min(self.maximum, self.limit + 1)
        elif self.limit > 1:
            self._before = (self.limit, speed, share)
            self.limit = max(1, self.limit // 2)

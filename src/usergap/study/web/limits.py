"""Rate limits: a bucket of tokens for each who asks (token bucket, Turner 1986)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Limits:
    """At most ``burst`` requests at once and ``rate`` a second after that, for each key."""

    def __init__(
        self, rate: float, burst: int, *, clock: Callable[[], float], most: int = 10_000
    ) -> None:
        self._rate, self._burst, self._clock, self._most = rate, burst, clock, most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def allow(self, key: str) -> bool:
        """Take one token; False where there is none left."""
        now = self._clock()
        with self._lock:
            tokens, last = self._buckets.pop(key, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - last) * self._rate)
            allowed = tokens >= 1
            self._buckets[key] = (tokens - allowed, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return allowed

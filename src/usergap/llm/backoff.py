"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def full_jitter(attempt: int, *, base: float, cap: float, rng: random.Random) -> float:
    """Seconds to wait after failure n = ``attempt`` (from 1): uniform on [0, min(cap, base·2ⁿ⁻¹)].

    Source: Brooker (2015), "Exponential backoff and jitter", AWS Architecture Blog.
    """
    return rng.uniform(0.0, min(cap, base * 2.0 ** min(attempt - 1, 32)))


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that the endpoint asks to wait; None if it does not say so.

    Reads ``retry-after-ms``, and ``Retry-After`` as seconds or as an HTTP date
    (RFC 9110, 10.2.3). A date is taken against the response's own ``Date``, so
    that a wrong clock here does no harm. The keys of ``headers`` are read in lower case.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000.0
    told = headers.get("retry-after")
    if told is None:
        return None
    seconds = _number(told)
    if seconds is not None:
        return seconds
    until = _date(told)
    if until is None:
        return None
    here = _date(headers.get("date", "")) or now or datetime.now(UTC)
    return max(0.0, (until - here).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0.0 <= value < 1e9 else None


def _date(text: str) -> datetime | None:
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)

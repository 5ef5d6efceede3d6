"""How patient a run is with its endpoint."""

from __future__ import annotations

from dataclasses import dataclass

from usergap.errors import InputError


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of one run; times in seconds.

    ``max_in_flight`` calls at most, fewer when the endpoint refuses some (429).
    ``timeout`` bounds one attempt. A call that fails is tried ``max_attempts``
    times; refusals by rate limit do not count, they are waited out for
    ``patience`` (see ``Refusals``). ``longest_wait`` caps one backoff. After ``failures`` failures
    in a row the circuit opens; ``cooldown`` and ``probes``: see ``Breaker``. An
    endpoint to which there never was a connection is given up after ``first_contact``,
    one that only failed so far after ``first_answer``.
    """

    max_in_flight: int = 20
    timeout: float = 120.0
    max_attempts: int = 6
    patience: float = 600.0
    longest_wait: float = 30.0
    first_wait: float = 0.5
    failures: int = 10
    cooldown: float = 1.0
    probes: int = 4
    first_contact: float = 2.0
    first_answer: float = 8.0

    def __post_init__(self) -> None:
        """Raises InputError for a limit that lets nothing through."""
        for name in ("max_in_flight", "max_attempts", "failures", "probes"):
            if getattr(self, name) < 1:
                raise InputError(f"{name}: expected 1 or more, found {getattr(self, name)}")
        waits = ("patience", "longest_wait", "first_wait", "cooldown")
        for name in ("timeout", *waits, "first_contact", "first_answer"):
            if not getattr(self, name) > 0:
                raise InputError(f"{name}: expected more than 0, found {getattr(self, name)}")

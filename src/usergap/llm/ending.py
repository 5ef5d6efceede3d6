"""How a call to a model can end: one name for each way."""

from __future__ import annotations

from enum import StrEnum


class Ending(StrEnum):
    """Every way in which a call can end; exactly one per call."""

    ANSWERED = "answered"
    """The model gave a complete answer."""
    CACHED = "cached"
    """A complete answer was already on disk; nothing was sent."""
    REFUSED = "refused"
    """The model or a content filter declined."""
    TRUNCATED = "truncated"
    """The answer reached the token limit before its end."""
    MALFORMED = "malformed"
    """The endpoint said 200, but the body is not what its interface promises."""
    RATE_LIMITED = "rate_limited"
    """429 for longer than the run was willing to wait."""
    SERVER_ERROR = "server_error"
    """5xx after all attempts."""
    TIMEOUT = "timeout"
    """No full answer in time, after all attempts."""
    DROPPED = "dropped"
    """The connection broke after the request was sent, in all attempts."""
    UNREACHABLE = "unreachable"
    """No connection: wrong host or port, no network, a certificate not trusted."""
    UNAUTHORISED = "unauthorised"
    """401 or 403: the key is wrong, expired or not allowed to do this."""
    OUT_OF_CREDIT = "out_of_credit"
    """402, or a 429 that says that the quota is used up: waiting does not help."""
    UNKNOWN_MODEL = "unknown_model"
    """The endpoint does not serve a model of this name."""
    BAD_REQUEST = "bad_request"
    """The endpoint does not accept this request (too long, a wrong parameter, a wrong path)."""
    OVER_BUDGET = "over_budget"
    """Not sent: the run's ceiling on calls, tokens or money would be passed."""
    CIRCUIT_OPEN = "circuit_open"
    """Not sent: the endpoint had failed for so long that it was given up."""
    CANCELLED = "cancelled"
    """Not sent: the run was stopped."""

    @property
    def complete(self) -> bool:
        """Whether there is a whole answer to use."""
        return self in _COMPLETE

    @property
    def kept(self) -> bool:
        """Whether this is the model's word, kept on disk and never asked again."""
        return self in _KEPT

    @property
    def retried(self) -> bool:
        """Whether a further attempt may end otherwise."""
        return self in _RETRIED

    @property
    def failure(self) -> bool:
        """Whether it speaks against the endpoint's health (feeds the circuit breaker)."""
        return self in _RETRIED and self is not Ending.RATE_LIMITED

    @property
    def fatal(self) -> bool:
        """Whether every further call of the run would end the same way."""
        return self in _FATAL


_COMPLETE = frozenset({Ending.ANSWERED, Ending.CACHED})
_KEPT = frozenset({Ending.ANSWERED, Ending.REFUSED, Ending.TRUNCATED})
_FATAL = frozenset({Ending.UNAUTHORISED, Ending.OUT_OF_CREDIT, Ending.UNKNOWN_MODEL})
_RETRIED = frozenset(
    {
        Ending.RATE_LIMITED,
        Ending.SERVER_ERROR,
        Ending.TIMEOUT,
        Ending.DROPPED,
        Ending.UNREACHABLE,
        Ending.MALFORMED,
    }
)

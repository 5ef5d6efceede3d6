"""What came of a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.llm.ending import Ending


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counted them."""

    prompt: int
    completion: int

    @property
    def total(self) -> int:
        """Prompt and completion tokens together."""
        return self.prompt + self.completion


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """One token of the answer, its natural log-probability, and its alternatives'."""

    token: str
    logprob: float
    top: Mapping[str, float]


@dataclass(frozen=True)
class Result:
    """One call's outcome.

    ``cost`` is what the last attempt cost in this run: 0 where nothing was sent or
    the endpoint did no work, None where the price or the usage is not known.
    ``latency`` is the seconds of the last attempt, ``attempts`` the requests sent.
    ``without`` names what was asked for and given up because the endpoint refused
    it. ``detail`` says in one line why there is no complete answer; it never holds
    a key.
    """

    ending: Ending
    text: str = ""
    usage: Usage | None = None
    cost: float | None = 0.0
    latency: float = 0.0
    attempts: int = 0
    logprobs: tuple[TokenLogprob, ...] | None = None
    model: str = ""
    cached: bool = False
    without: tuple[str, ...] = ()
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is a whole answer to use."""
        return self.ending.complete


def to_record(result: Result) -> dict[str, Any]:
    """The part of a result that is kept on disk, as JSON values."""
    usage = result.usage
    top = result.logprobs
    return {
        "ending": result.ending.value,
        "text": result.text,
        "usage": [usage.prompt, usage.completion] if usage else None,
        "logprobs": [[t.token, t.logprob, dict(t.top)] for t in top] if top is not None else None,
        "model": result.model,
        "latency": result.latency,
        "without": list(result.without),
        "detail": result.detail,
    }


def from_record(record: Mapping[str, Any]) -> Result:
    """The result of a call that was answered in an earlier run; it costs nothing now.

    Raises KeyError, TypeError or ValueError if the record is damaged.
    """
    ending = Ending(record["ending"])
    usage, top = record["usage"], record["logprobs"]
    return Result(
        ending=Ending.CACHED if ending is Ending.ANSWERED else ending,
        text=str(record["text"]),
        usage=Usage(*usage) if usage is not None else None,
        latency=float(record["latency"]),
        logprobs=tuple(TokenLogprob(t, p, a) for t, p, a in top) if top is not None else None,
        model=str(record["model"]),
        cached=True,
        without=tuple(record["without"]),
        detail=str(record["detail"]),
    )


def fits(record: Mapping[str, Any], limit: int) -> bool:
    """Whether an answer kept under another ``max_tokens`` answers a request with this one.

    It does if it ended by itself within ``limit`` tokens, by the endpoint's count or by
    the limit that it was asked under; so does a refusal. What a limit cut short never does.
    Raises KeyError, TypeError or ValueError if the record is damaged.
    """
    ending = Ending(record["ending"])
    if ending is not Ending.ANSWERED:
        return ending is Ending.REFUSED
    usage, asked = record["usage"], record.get("max_tokens")
    if usage is not None and Usage(*usage).completion <= limit:
        return True
    return asked is not None and int(asked) <= limit

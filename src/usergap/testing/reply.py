"""What the fake server does with one request."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Fault = Literal["none", "cut", "drop", "hang"]
WRONG_LABEL = "no_such_label"


@dataclass(frozen=True)
class Reply:
    """One scripted reply; make it with one of the class methods.

    ``delay`` is in seconds and comes on top of the server's latency. ``fault``:
    ``cut`` sends half of the body and breaks off, ``drop`` closes the connection
    without a byte, ``hang`` never answers. ``raw`` replaces the whole body.
    """

    text: str = ""
    status: int = 200
    finish: Literal["stop", "length", "content_filter"] = "stop"
    message: str = ""
    code: str = ""
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    usage: tuple[int, int] | Literal["count"] | None = "count"
    delay: float = 0.0
    fault: Fault = "none"

    @classmethod
    def say(cls, text: str, *, usage: tuple[int, int] | Literal["count"] | None = "count") -> Reply:
        """An answer. ``usage``: tokens of prompt and completion; ``count`` counts words."""
        return cls(text=text, usage=usage)

    @classmethod
    def wrong_labels(cls, answer: str) -> Reply:
        """The JSON ``answer`` with each of its string values replaced by an unknown label."""
        return cls(text=json.dumps(_mislabelled(json.loads(answer))))

    @classmethod
    def refused(cls, text: str = "I cannot help with that.") -> Reply:
        """The content filter stops the answer."""
        return cls(text=text, finish="content_filter")

    @classmethod
    def too_long(cls, text: str) -> Reply:
        """The answer stops at the token limit."""
        return cls(text=text, finish="length")

    @classmethod
    def rate_limited(cls, retry_after: str | float | None = None) -> Reply:
        """429; ``retry_after``: seconds, an HTTP date, or None for no such header."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return cls(status=429, message="Too many requests", headers=headers)

    @classmethod
    def no_credit(cls) -> Reply:
        """429 that waiting does not cure."""
        return cls(status=429, message="You have no quota left", code="insufficient_quota")

    @classmethod
    def server_error(cls, status: int = 500) -> Reply:
        """A 5xx."""
        return cls(status=status, message="The server had an error")

    @classmethod
    def bad_request(cls, message: str = "Invalid request") -> Reply:
        """400."""
        return cls(status=400, message=message, code="invalid_request_error")

    @classmethod
    def unauthorised(cls, message: str = "Incorrect API key provided") -> Reply:
        """401."""
        return cls(status=401, message=message, code="invalid_api_key")

    @classmethod
    def unknown_model(cls, model: str = "") -> Reply:
        """404 for the model's name."""
        told = f"The model `{model}` does not exist"
        return cls(status=404, message=told, code="model_not_found")

    @classmethod
    def malformed(cls, body: bytes = b'{"choices": [{"message": ') -> Reply:
        """200 with a body that is not what was promised."""
        return cls(raw=body)

    @classmethod
    def truncated(cls, text: str = "half of this arrives") -> Reply:
        """The connection breaks in the middle of the body or stream."""
        return cls(text=text, fault="cut")

    @classmethod
    def dropped(cls) -> Reply:
        """The connection closes without a byte."""
        return cls(fault="drop")

    @classmethod
    def hang(cls) -> Reply:
        """No answer, ever (until the client or the server goes)."""
        return cls(fault="hang")

    def after(self, seconds: float) -> Reply:
        """The same reply, ``seconds`` later."""
        return replace(self, delay=seconds)


def _mislabelled(value: Any) -> Any:
    if isinstance(value, str):
        return WRONG_LABEL
    if isinstance(value, list):
        return [_mislabelled(v) for v in value]
    if isinstance(value, dict):
        return {k: _mislabelled(v) for k, v in value.items()}
    return value

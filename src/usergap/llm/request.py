"""What is asked of a model, and the hash under which its answer is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]
KEY_VERSION = 1


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Role
    content: str


@dataclass(frozen=True)
class Request:
    """One call: messages and parameters; None leaves a parameter to the endpoint.

    ``json_schema`` asks for an answer that fits the schema; ``logprobs`` asks for
    the log-probability of each token and of that many alternatives (0: none but
    the token itself). Both are given up where the endpoint does not know them,
    see ``Result.without``. ``sample`` tells apart several answers wanted to the
    same prompt; it is not sent. ``extra`` goes into the body as it is.
    """

    messages: tuple[Message, ...]
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    json_schema: Mapping[str, Any] | None = None
    logprobs: int | None = None
    sample: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, prompt: str, *, system: str | None = None, **parameters: Any) -> Request:
        """A request of one user message, after a system message if given."""
        head = (Message("system", system),) if system is not None else ()
        return cls((*head, Message("user", prompt)), **parameters)


_NAMES = tuple(each.name for each in fields(Request))
_SPELLING = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
)


def canonical(value: Any) -> bytes:
    """The one JSON spelling of a value: sorted keys, no spaces, ASCII; NaN raises ValueError."""
    return _SPELLING.encode(value).encode("ascii")


def request_key(request: Request, *, url: str, model: str, dialect: str) -> bytes:
    """SHA-256 over endpoint, model, prompt and parameters (32 bytes)."""
    whole = {name: getattr(request, name) for name in _NAMES}
    whole["messages"] = [(m.role, m.content) for m in request.messages]
    whole["endpoint"] = (KEY_VERSION, url, model, dialect)
    return hashlib.sha256(canonical(whole)).digest()

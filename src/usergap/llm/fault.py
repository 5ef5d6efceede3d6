"""Which ending a status and an error body mean."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from usergap.llm.ending import Ending

_UNKNOWN_MODEL = re.compile(
    r"model[_ ]not[_ ]found|(?:unknown|invalid|no such) model|not a valid model"
    r"|model\b.{0,200}\b(?:not found|does not exist|doesn't exist|not exist|is not available)"
    r"|not_found_error.{0,80}model",
    re.IGNORECASE | re.DOTALL,
)
_NO_CREDIT = re.compile(
    r"insufficient_quota|exceeded your current quota|credit balance is too low"
    r"|insufficient (?:credit|balance|funds)",
    re.IGNORECASE,
)
_FLAGGED = re.compile(r"moderation|flagged", re.IGNORECASE)
_FILTERED = re.compile(r"content_filter|content_policy_violation|ResponsibleAI", re.IGNORECASE)


def message_of(body: bytes) -> str:
    """What an error body says: its ``error.message`` with code and type, or its text."""
    text = body[:20_000].decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except ValueError:
        return text
    error = value.get("error", value) if isinstance(value, Mapping) else value
    if isinstance(error, Mapping):
        told = [error.get(k) for k in ("code", "type", "message", "param", "detail")]
        return " ".join(dict.fromkeys(str(t) for t in told if t is not None)) or text
    return str(error)


def ending_of(status: int, message: str) -> Ending:
    """The ending that an HTTP status other than 200 means.

    409 (conflict) is treated as a server error, 529 (Anthropic: overloaded) as a
    rate limit: both pass.
    """
    if _NO_CREDIT.search(message) and status in {400, 402, 403, 429}:
        return Ending.OUT_OF_CREDIT
    if status in {400, 404, 422}:
        if _FILTERED.search(message):
            return Ending.REFUSED
        return Ending.UNKNOWN_MODEL if _UNKNOWN_MODEL.search(message) else Ending.BAD_REQUEST
    if status == 403 and _FLAGGED.search(message):
        return Ending.REFUSED
    named = {
        401: Ending.UNAUTHORISED,
        402: Ending.OUT_OF_CREDIT,
        403: Ending.UNAUTHORISED,
        408: Ending.TIMEOUT,
        409: Ending.SERVER_ERROR,
        429: Ending.RATE_LIMITED,
        529: Ending.RATE_LIMITED,
    }
    if status in named:
        return named[status]
    return Ending.SERVER_ERROR if status >= 500 else Ending.BAD_REQUEST


def error_inside(body: Mapping[str, Any]) -> tuple[int, str] | None:
    """Status and message of an error that came with a 200, as some routers send it."""
    error = body.get("error")
    if not error or body.get("choices") or body.get("content"):
        return None
    code = error.get("code") if isinstance(error, Mapping) else None
    message = str(error.get("message", error)) if isinstance(error, Mapping) else str(error)
    known = isinstance(code, int) and 400 <= code < 600
    return (int(code) if known and code is not None else 502), message

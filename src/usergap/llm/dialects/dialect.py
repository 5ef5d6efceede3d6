"""What a dialect is: how a request is spelled and an answer read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from usergap.llm.request import Message, Request
from usergap.llm.result import Result, Usage

# What can be given up when an endpoint refuses it, in the order in which it is tried.
OPTIONAL = ("logprobs", "json_schema", "max_tokens", "temperature", "top_p", "seed")


class MalformedError(ValueError):
    """A body that is not what the interface promises."""


@dataclass(frozen=True)
class Dialect:
    """One interface: ``payload(request, model, without)`` and ``read(body)``."""

    name: str
    headers: Mapping[str, str]
    payload: Callable[[Request, str, frozenset[str]], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Result]
    optional: frozenset[str]


def schema_in_words(request: Request) -> tuple[Message, ...]:
    """The messages with the schema told in words, for endpoints that take no schema."""
    told = "Answer only with JSON that fits this JSON schema: " + json.dumps(
        request.json_schema, sort_keys=True
    )
    first, *rest = request.messages
    if first.role == "system":
        return (Message("system", f"{first.content}\n\n{told}"), *rest)
    return (Message("system", told), *request.messages)


def read_usage(usage: Any, prompt: str, completion: str) -> Usage | None:
    """Token counts of an answer; None unless both are whole numbers from 0."""
    if not isinstance(usage, Mapping):
        return None
    counts = [usage.get(prompt), usage.get(completion)]
    if any(not isinstance(c, int) or isinstance(c, bool) or c < 0 for c in counts):
        return None
    return Usage(int(usage[prompt]), int(usage[completion]))

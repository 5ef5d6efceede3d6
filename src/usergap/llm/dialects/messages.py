"""Anthropic's ``/v1/messages``.

Source: Anthropic API reference, "Messages"; a schema is asked for by a tool that
the model is made to call, which every version of the interface understands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from usergap.llm.dialects.dialect import Dialect, MalformedError, read_usage, schema_in_words
from usergap.llm.ending import Ending
from usergap.llm.request import Request
from usergap.llm.result import Result

VERSION = "2023-06-01"
TOOL = "answer"
DEFAULT_MAX_TOKENS = 1024  # the interface demands a number


def payload(request: Request, model: str, without: frozenset[str]) -> dict[str, Any]:
    """The body of a request; there are no log-probs and no seed in this interface."""
    messages = request.messages
    schema = request.json_schema
    if schema is not None and "json_schema" in without:
        messages, schema = schema_in_words(request), None
    system = "\n\n".join(m.content for m in messages if m.role == "system")
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": request.max_tokens or DEFAULT_MAX_TOKENS,
        "messages": [
            {"role": m.role, "content": m.content} for m in messages if m.role != "system"
        ],
    }
    if system:
        body["system"] = system
    for name in ("temperature", "top_p"):
        value = getattr(request, name)
        if value is not None and name not in without:
            body[name] = value
    if request.stop:
        body["stop_sequences"] = list(request.stop)
    if schema is not None:
        body["tools"] = [
            {"name": TOOL, "description": "Gives the answer.", "input_schema": dict(schema)}
        ]
        body["tool_choice"] = {"type": "tool", "name": TOOL}
    return body | dict(request.extra)


def read(body: Mapping[str, Any]) -> Result:
    """The text of a response, or the JSON of the tool's input. Raises MalformedError."""
    blocks, stop = body.get("content"), body.get("stop_reason")
    if not isinstance(blocks, list) or any(not isinstance(b, Mapping) for b in blocks):
        raise MalformedError("no content")
    tools = [b.get("input") for b in blocks if b.get("type") == "tool_use"]
    texts = [b.get("text") for b in blocks if b.get("type") == "text"]
    if any(not isinstance(t, str) for t in texts):
        raise MalformedError("a text block without text")
    text = json.dumps(tools[0]) if tools else "".join(str(t) for t in texts)
    if stop == "refusal":
        ending = Ending.REFUSED
    elif stop in ("max_tokens", "model_context_window_exceeded"):
        ending = Ending.TRUNCATED
    elif not tools and not texts and stop != "end_turn":
        raise MalformedError(f"no text (stop_reason {stop!r})")
    else:
        ending = Ending.ANSWERED
    return Result(
        ending=ending,
        text=text,
        usage=read_usage(body.get("usage"), "input_tokens", "output_tokens"),
        model=str(body.get("model") or ""),
        detail="" if ending is Ending.ANSWERED else f"stop_reason {stop!r}",
    )


MESSAGES = Dialect(
    "messages",
    {"anthropic-version": VERSION},
    payload,
    read,
    frozenset({"json_schema", "max_tokens", "temperature", "top_p"}),
)

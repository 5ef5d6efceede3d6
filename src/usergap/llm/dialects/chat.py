"""``/chat/completions``: OpenAI, Azure, OpenRouter, vLLM, llama.cpp, Ollama, LiteLLM proxy.

Source: OpenAI API reference, "Create chat completion".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usergap.llm.dialects.dialect import Dialect, MalformedError, read_usage, schema_in_words
from usergap.llm.ending import Ending
from usergap.llm.request import Request
from usergap.llm.result import Result, TokenLogprob


def payload(request: Request, model: str, without: frozenset[str]) -> dict[str, Any]:
    """The body of a request; ``without`` names what this endpoint refuses."""
    messages = request.messages
    if request.json_schema is not None and "json_schema" in without:
        messages = schema_in_words(request)
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
    }
    for name in ("temperature", "top_p", "seed"):
        value = getattr(request, name)
        if value is not None and name not in without:
            body[name] = value
    if request.max_tokens is not None:
        # Reasoning models refuse the older name; the newer one means the same.
        newer = "max_tokens" in without
        body["max_completion_tokens" if newer else "max_tokens"] = request.max_tokens
    if request.stop:
        body["stop"] = list(request.stop)
    if request.logprobs is not None and "logprobs" not in without:
        body["logprobs"] = True
        if request.logprobs:
            body["top_logprobs"] = request.logprobs
    if request.json_schema is not None and "json_schema" not in without:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": dict(request.json_schema)},
        }
    return body | dict(request.extra)


def read(body: Mapping[str, Any]) -> Result:
    """The first choice of a response. Raises MalformedError."""
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise MalformedError("no choices")
    choice = choices[0]
    message, finish = choice.get("message"), choice.get("finish_reason")
    if not isinstance(message, Mapping):
        raise MalformedError("a choice without a message")
    text = _text(message.get("content"))
    refusal = message.get("refusal")
    if finish == "content_filter" or (text is None and refusal):
        ending, text = Ending.REFUSED, text or str(refusal or "")
    elif finish == "length":
        ending, text = Ending.TRUNCATED, text or ""
    elif text is None or finish == "error":
        raise MalformedError(f"no text (finish_reason {finish!r})")
    else:
        ending = Ending.ANSWERED
    return Result(
        ending=ending,
        text=text,
        usage=read_usage(body.get("usage"), "prompt_tokens", "completion_tokens"),
        logprobs=_logprobs(choice.get("logprobs")),
        model=str(body.get("model") or ""),
        detail="" if ending is Ending.ANSWERED else f"finish_reason {finish!r}",
    )


def _text(content: Any) -> str | None:
    """A message's text, also where it comes in parts; None if there is none."""
    if isinstance(content, list):
        parts = [p.get("text") for p in content if isinstance(p, Mapping)]
        content = "".join(p for p in parts if isinstance(p, str)) if parts else None
    return content if isinstance(content, str) else None


def _logprobs(value: Any) -> tuple[TokenLogprob, ...] | None:
    """The tokens' log-probabilities; None if the endpoint gave none or not well-formed."""
    content = value.get("content") if isinstance(value, Mapping) else None
    if not isinstance(content, list):
        return None
    try:
        return tuple(
            TokenLogprob(
                str(t["token"]),
                float(t["logprob"]),
                {str(a["token"]): float(a["logprob"]) for a in t.get("top_logprobs") or ()},
            )
            for t in content
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


CHAT = Dialect(
    "chat",
    {},
    payload,
    read,
    frozenset({"logprobs", "json_schema", "max_tokens", "temperature", "top_p", "seed"}),
)

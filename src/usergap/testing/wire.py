"""How a reply is spelled in each dialect, whole or as a stream of events."""

from __future__ import annotations

import json
import re
from typing import Any

from usergap.testing.call import Call
from usergap.testing.reply import Reply

_STOP = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}


def is_messages(call: Call) -> bool:
    """Whether the call speaks Anthropic's dialect."""
    return call.path.endswith("/messages")


def body_of(call: Call, reply: Reply) -> bytes:
    """The body of the response to ``call``."""
    if reply.raw is not None:
        return reply.raw
    if reply.status != 200:
        return json.dumps(_error(call, reply)).encode()
    whole = _message(call, reply) if is_messages(call) else _completion(call, reply)
    return json.dumps(whole).encode()


def events_of(call: Call, reply: Reply) -> list[bytes]:
    """The server-sent events of a streamed answer, a word each."""
    words = _tokens(reply.text)
    if is_messages(call):
        named: list[tuple[str, dict[str, Any]]] = [
            ("message_start", {"message": _message(call, Reply(usage=reply.usage))}),
            ("content_block_start", {"index": 0, "content_block": {"type": "text", "text": ""}}),
        ]
        for word in words:
            delta = {"type": "text_delta", "text": word}
            named.append(("content_block_delta", {"index": 0, "delta": delta}))
        named.append(("content_block_stop", {"index": 0}))
        named.append(("message_delta", {"delta": {"stop_reason": _STOP[reply.finish]}}))
        named.append(("message_stop", {}))
        return [
            f"event: {name}\ndata: {json.dumps({'type': name} | data)}\n\n".encode()
            for name, data in named
        ]
    pieces: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": ""}, None)]
    pieces += [({"content": word}, None) for word in words]
    pieces.append(({}, reply.finish))
    chunks = []
    for delta, finish in pieces:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": f"fake-{call.number}",
            "object": "chat.completion.chunk",
            "model": call.model,
        }
        chunks.append(f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode())
    return [*chunks, b"data: [DONE]\n\n"]


def _completion(call: Call, reply: Reply) -> dict[str, Any]:
    choice: dict[str, Any] = {
        "index": 0,
        "message": {"role": "assistant", "content": reply.text},
        "finish_reason": reply.finish,
    }
    if call.body.get("logprobs"):
        top = int(call.body.get("top_logprobs") or 0)
        choice["logprobs"] = {"content": [_logprob(t, top) for t in _tokens(reply.text)]}
    whole = {
        "id": f"fake-{call.number}",
        "object": "chat.completion",
        "created": 0,
        "model": call.model,
        "choices": [choice],
    }
    usage = _usage(call, reply)
    if usage is not None:
        prompt, completion = usage
        whole["usage"] = {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        }
    return whole


def _message(call: Call, reply: Reply) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [{"type": "text", "text": reply.text}]
    stop = _STOP[reply.finish]
    tools = call.body.get("tools")
    if tools and reply.finish == "stop":
        try:
            given = json.loads(reply.text)
        except ValueError:
            given = {"text": reply.text}
        name = tools[0]["name"]
        blocks = [{"type": "tool_use", "id": "fake", "name": name, "input": given}]
        stop = "tool_use"
    whole: dict[str, Any] = {
        "id": f"fake-{call.number}",
        "type": "message",
        "role": "assistant",
        "model": call.model,
        "content": blocks,
        "stop_reason": stop,
    }
    usage = _usage(call, reply)
    if usage is not None:
        whole["usage"] = {"input_tokens": usage[0], "output_tokens": usage[1]}
    return whole


def _error(call: Call, reply: Reply) -> dict[str, Any]:
    code = reply.code or {429: "rate_limit_error", 401: "authentication_error"}.get(reply.status)
    error = {"type": code or "api_error", "message": reply.message}
    if is_messages(call):
        return {"type": "error", "error": error}
    return {"error": error | {"code": reply.code or None, "param": None}}


def _usage(call: Call, reply: Reply) -> tuple[int, int] | None:
    if reply.usage != "count":
        return reply.usage
    return sum(len(text.split()) for _, text in call.messages), len(reply.text.split())


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)


def _logprob(token: str, top: int) -> dict[str, Any]:
    listed = [{"token": token, "logprob": -0.1}]
    listed += [{"token": f"<{i}>", "logprob": -3.0 - i} for i in range(1, top)]
    return {"token": token, "logprob": -0.1, "top_logprobs": listed[:top]}

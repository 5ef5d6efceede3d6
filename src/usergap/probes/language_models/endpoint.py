"""Log-probabilities from an endpoint that scores a prompt: ``/completions`` with ``echo``.

The interface of OpenAI's older completions, which vLLM, llama-cpp-python, TGI and others
serve: the answer repeats the prompt, and ``logprobs`` holds a number for each of its tokens.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from usergap.errors import EnvironmentFailure
from usergap.llm import Endpoint
from usergap.llm.sync import run_sync
from usergap.llm.transport import Response, Transport, TransportError

BATCH = 16
IN_FLIGHT = 4
ATTEMPTS = 4
TIMEOUT = 120.0
LONGEST = 6000
"""Characters of a context that are kept, its end; longer texts are cut at their end."""
PASSING = frozenset({408, 409, 429, 500, 502, 503, 504, 529})


class EndpointModel:
    """A ``LanguageModel`` behind an endpoint. Its key is checked when it is made."""

    def __init__(
        self, endpoint: Endpoint, *, sleep: Callable[[float], Any] = asyncio.sleep
    ) -> None:
        self.endpoint, self.name, self._sleep = endpoint, endpoint.model, sleep
        self._url = endpoint.address.removesuffix("/chat/completions") + "/completions"
        self._headers = {**endpoint.headers, **endpoint.key_headers(endpoint.key())}

    def mean_logprobs(
        self, texts: Sequence[str], contexts: Sequence[str] | None = None
    ) -> list[float | None]:
        """Mean natural log-probability per token of each text, a line break after its context.

        None where no token of the text has one (an only first token, an empty text). Raises
        EnvironmentFailure where the endpoint cannot be reached or gives no log-probabilities.
        """
        befores = contexts if contexts is not None else [""] * len(texts)
        heads = [f"{before[-LONGEST:]}\n" if before else "" for before in befores]
        pairs = [(head, text[:LONGEST]) for head, text in zip(heads, texts, strict=True)]
        wanted = [place for place, (_, text) in enumerate(pairs) if text]
        batches = [wanted[i : i + BATCH] for i in range(0, len(wanted), BATCH)]
        found: list[float | None] = [None] * len(pairs)

        async def run() -> None:
            free = asyncio.Semaphore(IN_FLIGHT)
            query = self.endpoint.query
            async with Transport(self._url, self._headers, query, TIMEOUT) as transport:

                async def one(batch: list[int]) -> None:
                    async with free:
                        told = await self._ask(transport, [pairs[i] for i in batch])
                    for i, value in zip(batch, told, strict=True):
                        found[i] = value

                async with asyncio.TaskGroup() as group:
                    for batch in batches:
                        group.create_task(one(batch))

        try:
            run_sync(run)
        except* EnvironmentFailure as failed:
            raise failed.exceptions[0] from None
        return found

    async def _ask(
        self, transport: Transport, pairs: Sequence[tuple[str, str]]
    ) -> list[float | None]:
        body = {
            "model": self.endpoint.model,
            "prompt": [head + text for head, text in pairs],
            "echo": True,
            "logprobs": 1,
            "max_tokens": 1,  # not every server takes 0; what it adds is cut off
            "temperature": 0,
        }
        why = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                await self._sleep(2.0**attempt)
            try:
                response = await transport.post(json.dumps(body).encode())
            except TransportError as error:
                why = error.detail
                continue
            if response.status == 200:
                return self._read(response, pairs)
            why = f"status {response.status}"
            if response.status not in PASSING:
                break
        raise EnvironmentFailure(f"reference model at {self.endpoint.host}: {why} ({self._url})")

    def _read(self, response: Response, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        try:
            choices = json.loads(response.body)["choices"]
            by_place = {int(c.get("index", i)): c["logprobs"] for i, c in enumerate(choices)}
            return [mean_after(by_place[i], len(h), len(h + t)) for i, (h, t) in enumerate(pairs)]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise EnvironmentFailure(
                f"reference model at {self.endpoint.host}: expected log-probabilities of the"
                " prompt (completions with echo and logprobs), found none"
            ) from None


def mean_after(logprobs: Mapping[str, Any], start: int, end: int) -> float | None:
    """The mean over tokens that begin within characters [start, end) and have a number.

    Where the answer gives no ``text_offset``, tokens' lengths add up to it.
    """
    values = logprobs["token_logprobs"]
    offsets = logprobs.get("text_offset")
    if offsets is None:
        offsets, at = [], 0
        for token in logprobs["tokens"]:
            offsets.append(at)
            at += len(token)
    mine = [
        float(value)
        for offset, value in zip(offsets, values, strict=True)
        if value is not None and start <= offset < end
    ]
    return sum(mine) / len(mine) if mine else None

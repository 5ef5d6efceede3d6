"""One attempt: a request out, a result in."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from usergap.llm.backoff import retry_after
from usergap.llm.dialects import Dialect, MalformedError
from usergap.llm.ending import Ending
from usergap.llm.fault import ending_of, error_inside, message_of
from usergap.llm.redaction import Redactor
from usergap.llm.request import Request
from usergap.llm.result import Result
from usergap.llm.transport import Response, Transport, TransportError


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one request brought, and how many seconds the endpoint asks to wait."""

    result: Result
    wait: float | None = None


class Exchange:
    """Spells a request in the endpoint's dialect, sends it, and names what came back."""

    def __init__(
        self,
        transport: Transport,
        dialect: Dialect,
        model: str,
        redactor: Redactor,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._transport, self._dialect, self._model = transport, dialect, model
        self._redactor, self._clock = redactor, clock

    async def attempt(self, request: Request, without: frozenset[str]) -> Attempt:
        """Sends ``request`` once, less ``without``; its cost is not known here: None."""
        payload = self._dialect.payload(request, self._model, without)
        body = json.dumps(payload, allow_nan=False).encode("ascii")
        began = self._clock()
        try:
            response = await self._transport.post(body)
        except TransportError as fault:
            found = self._failed(fault.ending, fault.detail)
            wait = None
        else:
            found = self._named(response)
            wait = None if response.status == 200 else retry_after(response.headers)
        latency = self._clock() - began
        # max_tokens is never given up, only spelled in another way.
        left_out = tuple(sorted(without - {"max_tokens"}))
        told = {"cost": None, "latency": latency, "attempts": 1, "without": left_out}
        return Attempt(Result(**(vars(found) | told)), wait)

    def _named(self, response: Response) -> Result:
        if response.status != 200:
            message = message_of(response.body)
            told = f"HTTP {response.status}: {message}".rstrip(": ")
            return self._failed(ending_of(response.status, message), told)
        try:
            value: Any = json.loads(response.body)
        except (ValueError, RecursionError):
            return self._failed(Ending.MALFORMED, "the answer is not JSON")
        if not isinstance(value, Mapping):
            return self._failed(Ending.MALFORMED, "the answer is not a JSON object")
        inside = error_inside(value)
        if inside is not None:
            status, message = inside
            return self._failed(ending_of(status, message), f"error {status}: {message}")
        try:
            read = self._dialect.read(value)
        except MalformedError as problem:
            return self._failed(Ending.MALFORMED, f"the answer has {problem}")
        if not self._redactor.found_in(read.text, read.model, read.detail):
            return read
        hide = self._redactor.answer
        return replace(read, text=hide(read.text), model=hide(read.model), detail=hide(read.detail))

    def _failed(self, ending: Ending, detail: str) -> Result:
        return Result(ending, detail=self._redactor.clean(detail))

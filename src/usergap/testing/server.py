"""A fake model server: real HTTP on loopback, scripted, counting."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from usergap.errors import EnvironmentFailure
from usergap.testing import wire
from usergap.testing.call import Call
from usergap.testing.reply import Reply
from usergap.testing.script import Player, Script

if TYPE_CHECKING:
    from aiohttp import web

__all__ = ["Call", "FakeServer"]


class FakeServer:
    """Serves ``/v1/chat/completions`` and ``/v1/messages`` on 127.0.0.1.

    A context manager, sync or async; runs in its own thread. ``script`` gives the
    replies: a string (to every call), a list or generator (one by one; leaving the
    context raises ScriptRanDryError if more calls came), or a callable of the
    ``Call``. Everything else acts before the script is asked, in this order:
    ``key`` (401 without it, echoing the wrong one), ``models`` (404 for others),
    ``refuses`` (400 for ``logprobs`` or ``json_schema``), ``capacity`` (429 beyond
    so many in flight), ``share_429`` and ``share_500`` (by chance, fixed by
    ``seed``), the 429s with ``retry_after`` if given. Scripted calls take
    ``latency`` ± ``jitter`` seconds, refusals too.
    """

    def __init__(
        self,
        script: Script = "ok",
        *,
        latency: float = 0.0,
        jitter: float = 0.0,
        share_429: float = 0.0,
        share_500: float = 0.0,
        retry_after: str | float | None = None,
        capacity: int | None = None,
        models: Iterable[str] | None = None,
        key: str | None = None,
        refuses: Iterable[str] = (),
        seed: int = 0,
        port: int = 0,
    ) -> None:
        self.calls: list[Call] = []
        self.in_flight = self.peak_in_flight = 0
        self._player = Player(script)
        self._latency, self._jitter = latency, jitter
        self._share_429, self._share_500, self._retry_after = share_429, share_500, retry_after
        self._capacity, self._key = capacity, key
        self._models = None if models is None else frozenset(models)
        self._refuses = frozenset(refuses)
        self._rng = random.Random(seed)
        self.port = port
        self._began = time.monotonic()
        self._problem: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def requests(self) -> int:
        """How many requests came."""
        return len(self.calls)

    @property
    def answers(self) -> Counter[str]:
        """How often each prompt (``Call.digest``) got a whole answer."""
        return Counter(call.digest for call in self.calls if call.answered)

    def stats(self) -> dict[str, Any]:
        """Counts, as ``GET /stats`` gives them."""
        return {
            "requests": self.requests,
            "peak_in_flight": self.peak_in_flight,
            "statuses": dict(Counter(str(call.status) for call in self.calls)),
            "answers": dict(self.answers),
        }

    def __enter__(self) -> Self:
        ready = threading.Event()
        problems: list[BaseException] = []
        self._thread = threading.Thread(
            target=self._serve, args=(ready, problems), name="usergap-fake-server", daemon=True
        )
        self._thread.start()
        ready.wait()
        if problems:
            raise problems[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._loop is not None and self._closing is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()
        if error is None and self._problem is not None:
            raise self._problem

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self.__exit__, kind, error, trace)

    def _serve(self, ready: threading.Event, problems: list[BaseException]) -> None:
        try:
            asyncio.run(self._main(ready))
        except BaseException as problem:  # noqa: BLE001 - raised again in the caller's thread
            problems.append(problem)
        finally:
            ready.set()

    async def _main(self, ready: threading.Event) -> None:
        try:
            from aiohttp import web
        except ImportError:
            raise EnvironmentFailure(
                "the fake server needs aiohttp: pip install 'usergap[llm]'"
            ) from None

        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_get("/stats", self._give_stats)
        app.router.add_post("/{path:.*}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        self._began = time.monotonic()
        ready.set()
        await self._closing.wait()
        await runner.cleanup()

    async def _give_stats(self, _: web.Request) -> web.Response:
        from aiohttp import web

        return web.json_response(self.stats())

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        body = body if isinstance(body, dict) else {}
        headers = {k.lower(): v for k, v in request.headers.items()}
        at = time.monotonic() - self._began
        call = Call(len(self.calls), request.path, headers, body, at)
        self.calls.append(call)
        self.in_flight += 1
        self.peak_in_flight = max(self.peak_in_flight, self.in_flight)
        try:
            reply = self._reply(call)
            wait = self._latency + self._jitter * self._rng.uniform(-1.0, 1.0) + reply.delay
            if reply.fault == "hang":
                wait = float("inf")
            if await self._closes_within(max(0.0, wait)):
                reply = Reply.dropped()
            return await self._send(request, call, reply)
        finally:
            self.in_flight -= 1

    async def _closes_within(self, seconds: float) -> bool:
        """Waits ``seconds``; True if the server closes meanwhile."""
        if self._closing is None:
            return True
        try:
            async with asyncio.timeout(None if seconds == float("inf") else seconds):
                await self._closing.wait()
        except TimeoutError:
            return False
        return True

    def _reply(self, call: Call) -> Reply:
        if (refusal := self._refusal(call)) is not None:
            return refusal
        try:
            return self._player.reply(call)
        except Exception as problem:  # noqa: BLE001 - raised again when the context is left
            self._problem = self._problem or problem
            return Reply.bad_request(f"the script failed: {problem}")

    def _refusal(self, call: Call) -> Reply | None:
        """What the server's settings make of the call before the script is asked."""
        given = call.headers.get("x-api-key") or call.headers.get("api-key")
        given = given or call.headers.get("authorization", "").removeprefix("Bearer ")
        if self._key is not None and given != self._key:
            return Reply.unauthorised(f"Incorrect API key provided: {given}")
        if not call.path.endswith(("/chat/completions", "/messages")):
            return Reply(status=404, message=f"no such path: {call.path}")
        if self._models is not None and call.model not in self._models:
            return Reply.unknown_model(call.model)
        if "logprobs" in self._refuses and call.body.get("logprobs"):
            return Reply.bad_request("logprobs are not supported")
        asks = "response_format" in call.body or "tools" in call.body
        if "json_schema" in self._refuses and asks:
            return Reply.bad_request("response_format is not supported")
        if self._capacity is not None and self.in_flight > self._capacity:
            return Reply.rate_limited(self._retry_after)
        chance = self._rng.random()
        if chance < self._share_429:
            return Reply.rate_limited(self._retry_after)
        if chance < self._share_429 + self._share_500:
            return Reply.server_error()
        return None

    async def _send(self, request: web.Request, call: Call, reply: Reply) -> web.StreamResponse:
        from aiohttp import web

        call.status = reply.status
        if reply.fault == "drop":
            call.status = None
            if request.transport is not None:
                request.transport.close()
            return web.Response(status=500)
        streamed = bool(call.body.get("stream")) and reply.status == 200 and reply.raw is None
        if not streamed and reply.fault == "none":
            body = wire.body_of(call, reply)
            call.answered = reply.status == 200 and reply.raw is None
            headers = {"Content-Type": "application/json", **reply.headers}
            return web.Response(status=reply.status, body=body, headers=headers)
        parts = wire.events_of(call, reply) if streamed else [wire.body_of(call, reply)]
        kind = "text/event-stream" if streamed else "application/json"
        response = web.StreamResponse(headers={"Content-Type": kind, **reply.headers})
        whole = b"".join(parts)
        if reply.fault == "cut":
            response.content_length = len(whole)
            await response.prepare(request)
            await response.write(whole[: len(whole) // 2])
            if request.transport is not None:
                request.transport.close()
            return response
        await response.prepare(request)
        for part in parts:
            await response.write(part)
        await response.write_eof()
        call.answered = True
        return response

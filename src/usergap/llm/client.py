"""The client: requests in, results out, each answer on disk before it is reported."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from usergap.llm.budget import Budget, Ceilings, Price, Spent
from usergap.llm.cache import Cache
from usergap.llm.caller import Caller
from usergap.llm.dialects import DIALECTS
from usergap.llm.ending import Ending
from usergap.llm.endpoint import Endpoint
from usergap.llm.exchange import Exchange
from usergap.llm.failure import said
from usergap.llm.features import Features
from usergap.llm.policy import Policy
from usergap.llm.progress import Meter, Progress
from usergap.llm.redaction import Redactor
from usergap.llm.request import Request, request_key
from usergap.llm.result import Result, fits, from_record, to_record
from usergap.llm.silence import SILENT_AFTER
from usergap.llm.transport import Transport

LOG = logging.getLogger("usergap.llm")


class Client:
    """One model at one endpoint, for one run; an async context manager.

    ``cache``: the file of answers, None for none. What is in it is not asked
    again, so running the same thing twice resumes. ``prices`` maps a model's name
    to its price. ``on_progress`` is called after every call. ``seed`` fixes the
    jitter of waits. A call's trouble is its ``Result.ending``, never an exception.
    Raises EnvironmentFailure for a missing key or library, and for a cache that is
    damaged or cannot be written; InputError for settings that cannot be.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        cache: Path | None,
        policy: Policy | None = None,
        ceilings: Ceilings | None = None,
        prices: Mapping[str, Price] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        seed: int | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.endpoint, self.policy = endpoint, policy or Policy()
        self._dialect = DIALECTS[endpoint.kind]
        key = endpoint.key(environ)
        headers = {**self._dialect.headers, **endpoint.headers, **endpoint.key_headers(key)}
        self._transport = Transport(endpoint.url, headers, endpoint.query, self.policy.timeout)
        query = "".join(f"&{k}={v}" for k, v in sorted(endpoint.query.items()))
        self._address = endpoint.url + query
        redactor = Redactor(endpoint.secrets(key))
        self._exchange = Exchange(self._transport, self._dialect, endpoint.model, redactor)
        self._budget = Budget(ceilings or Ceilings(), (prices or {}).get(endpoint.model))
        self._cache_path = cache
        self._cache: Cache | None = None
        self._on_progress, self._rng = on_progress, random.Random(seed)
        self._pending: dict[Hashable, asyncio.Future[Result | None]] = {}
        self._caller: Caller | None = None
        self._stack = AsyncExitStack()

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r})"

    async def __aenter__(self) -> Self:
        features = Features(self._dialect.optional)
        self._caller = Caller(
            *(self._exchange, features, self.policy, self._budget, self._rng),
            on_trouble=self._warn,
            on_silence=self._warn_of_silence,
        )
        if self._cache_path is not None:
            self._cache = Cache(self._cache_path)
            self._stack.callback(self._cache.close)
        try:
            await self._stack.enter_async_context(self._transport)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    @property
    def spent(self) -> Spent:
        """Calls, tokens and money so far."""
        return self._budget.spent

    @property
    def peak_in_flight(self) -> int:
        """The most calls that were in flight at once."""
        return self._open().limiter.peak

    def stop(self) -> None:
        """Sends nothing more: calls in flight end as they may, the others as cancelled."""
        self._open().stop()

    def key_of(self, request: Request) -> bytes:
        """The hash under which the answer to ``request`` is kept."""
        model, dialect = self.endpoint.model, self._dialect.name
        return request_key(request, url=self._address, model=model, dialect=dialect)

    async def complete(self, request: Request) -> Result:
        """The answer to one request, from the cache if it is there."""
        caller, cache = self._open(), self._cache
        key = b"" if cache is None else self.key_of(request)
        same = key or self._values_of(request)
        while (other := self._pending.get(same)) is not None:
            # The same request is in flight: it is asked once.
            shared = await asyncio.shield(other)
            if shared is not None:
                return _again(shared)
        if cache is not None and (kept := self._kept(cache, key, request)) is not None:
            return kept
        mine: asyncio.Future[Result | None] = asyncio.get_running_loop().create_future()
        self._pending[same] = mine
        result: Result | None = None
        try:
            result = await caller.call(request, lambda answer: self._keep(key, request, answer))
            return result
        finally:
            del self._pending[same]
            mine.set_result(result)

    async def stream(
        self, requests: Iterable[Request], total: int | None = None
    ) -> AsyncIterator[tuple[int, Result]]:
        """Pairs (number of the request, result) as calls end; ``requests`` is read lazily."""
        caller = self._open()
        meter = Meter(total)
        numbered = enumerate(requests)
        # Calls that wait after a refusal hold no slot, so there are more workers than slots.
        workers = 2 * self.policy.max_in_flight + 8
        ended: asyncio.Queue[tuple[int, Result] | None] = asyncio.Queue(maxsize=4 * workers)

        async def work() -> None:
            for number, request in numbered:
                await ended.put((number, await self.complete(request)))

        problems: list[BaseException] = []

        async def all_work() -> None:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(workers):
                        group.create_task(work())
            except BaseExceptionGroup as group_of:
                problems.extend(group_of.exceptions)
            await ended.put(None)

        running = asyncio.create_task(all_work())
        try:
            while (pair := await ended.get()) is not None:
                meter.count(pair[1])
                if self._on_progress is not None:
                    limiter = caller.limiter
                    state = meter.now(
                        in_flight=limiter.in_flight,
                        paused_for=limiter.paused_for,
                        spent=self.spent,
                    )
                    self._on_progress(state)
                yield pair
            if problems:
                raise problems[0]
        finally:
            running.cancel()
            await asyncio.wait([running])

    async def run(self, requests: Sequence[Request]) -> list[Result]:
        """The results of all requests, in their order."""
        pairs = self.stream(requests, total=len(requests))
        results = {number: result async for number, result in pairs}
        return [results[number] for number in range(len(requests))]

    def _kept(self, cache: Cache, key: bytes, request: Request) -> Result | None:
        """The answer on disk to this request, or one that ended by itself within its limit."""
        record = cache.get(key)
        try:
            if record is None and request.max_tokens is not None:
                record = cache.get(self._unlimited(request))
                if record is not None and not fits(record, request.max_tokens):
                    return None
            return None if record is None else from_record(record)
        except (KeyError, TypeError, ValueError):
            raise cache.damaged("an answer in it is not a record") from None

    async def _keep(self, key: bytes, request: Request, answer: Result) -> None:
        if self._cache is None:
            return
        record = to_record(answer)
        keys = [key]
        if request.max_tokens is not None and answer.ending is not Ending.TRUNCATED:
            record["max_tokens"] = request.max_tokens
            keys.append(self._unlimited(request))
        await asyncio.gather(*(self._cache.put(each, record) for each in keys))

    def _values_of(self, request: Request) -> Hashable:
        """What tells calls in flight apart where nothing is kept: hashing it all takes longer."""
        if request.extra or request.json_schema is not None:
            return self.key_of(request)
        return tuple([value for name, value in vars(request).items() if name != "extra"])

    def _unlimited(self, request: Request) -> bytes:
        """Where answers that no limit cut short are found from any limit."""
        return self.key_of(replace(request, max_tokens=None))

    def _warn(self, trouble: Result) -> None:
        told = said(trouble.ending, self.endpoint, trouble.detail)
        LOG.warning("%s; there is no answer yet, trying on", told)

    def _warn_of_silence(self) -> None:
        told = "%s took the calls and has sent nothing back for %.0f s; waiting on, %g s a call"
        LOG.warning(told, self.endpoint.host, SILENT_AFTER, self.policy.timeout)

    def _open(self) -> Caller:
        if self._caller is None:
            raise RuntimeError("open the client first: async with Client(…) as client")
        return self._caller


def _again(result: Result) -> Result:
    """The result of a call for another call that asked the same."""
    ending = Ending.CACHED if result.ending is Ending.ANSWERED else result.ending
    kept = result.ending.kept or result.ending is Ending.CACHED
    return replace(result, ending=ending, cached=kept, attempts=0, cost=0.0)

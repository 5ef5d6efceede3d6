"""Short ways to call the fake server in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from usergap.llm import Client, Endpoint, Policy, Request, Result
from usergap.testing import FakeServer

# Quick waits, so that tests of patience take no patience.
QUICK = Policy(
    timeout=20.0, first_wait=0.01, longest_wait=0.05, cooldown=0.02, patience=5.0, max_attempts=4
)


def prompts(count: int, **parameters: Any) -> list[Request]:
    return [Request.of(f"Question {i}", **parameters) for i in range(count)]


async def call(server: FakeServer, requests: Sequence[Request], **settings: Any) -> list[Result]:
    dialect = settings.pop("dialect", None)
    endpoint = Endpoint(server.url, "fake", dialect=dialect)
    async with Client(endpoint, **({"cache": None, "policy": QUICK} | settings)) as client:
        return await asyncio.wait_for(client.run(requests), 60)


def ask_all(server: FakeServer, requests: Sequence[Request], **settings: Any) -> list[Result]:
    return asyncio.run(call(server, requests, **settings))


def ask_one(server: FakeServer, **parameters: Any) -> Result:
    settings = {k: parameters.pop(k) for k in ("policy", "dialect", "cache") if k in parameters}
    return ask_all(server, prompts(1, **parameters), **settings)[0]

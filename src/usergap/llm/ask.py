"""The client for code that is not async."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from usergap.llm.budget import Ceilings, Price
from usergap.llm.client import Client
from usergap.llm.endpoint import Endpoint
from usergap.llm.failure import failure
from usergap.llm.policy import Policy
from usergap.llm.progress import Progress
from usergap.llm.request import Request
from usergap.llm.result import Result
from usergap.llm.sync import run_sync


def ask(
    endpoint: Endpoint,
    requests: Sequence[Request],
    *,
    cache: Path | None,
    policy: Policy | None = None,
    ceilings: Ceilings | None = None,
    prices: Mapping[str, Price] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    seed: int | None = None,
    strict: bool = True,
) -> list[Result]:
    """The results of all requests, in their order; also from within a notebook.

    With ``strict``, a run that the endpoint ended raises (see ``failure``); what
    was answered until then is in the cache. Raises as ``Client`` does.
    """

    async def run() -> list[Result]:
        async with Client(
            endpoint,
            cache=cache,
            policy=policy,
            ceilings=ceilings,
            prices=prices,
            on_progress=on_progress,
            seed=seed,
        ) as client:
            return await client.run(requests)

    results = run_sync(run)
    error = failure(results, endpoint) if strict and requests else None
    if error is not None:
        raise error
    return results

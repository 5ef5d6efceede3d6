"""What participants are made with in one run: models, opened once and shared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Self

from usergap.errors import InputError
from usergap.llm import Ceilings, Client, Endpoint, Policy, Price, Progress
from usergap.simulate.kind import Spec, read_text
from usergap.simulate.model import EndpointModel, LocalModel, Model, Sampling

LOCAL = "hf:"


@dataclass
class Workshop:
    """Makes the models of one run; an async context manager, which closes them.

    ``base_url`` and ``key_env``: the endpoint of models that are not ``hf:PATH``.
    One client serves all calls to one model. ``ceilings`` that all clients must keep
    together are ``SharedCeilings``; ``prices`` by model, ``price`` of models without one.
    """

    seed: int = 0
    base_url: str | None = None
    key_env: str | None = None
    cache: Path | None = None
    policy: Policy = field(default_factory=Policy)
    ceilings: Ceilings = field(default_factory=Ceilings)
    price: Price | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)
    device: str = "cpu"
    on_progress: Callable[[Progress], None] | None = None
    clients: dict[str, Client] = field(default_factory=dict)
    _models: dict[str, Model] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def model(self, name: str) -> Model:
        """The model ``NAME`` at the endpoint or ``hf:PATH`` on this machine.

        Raises InputError without an endpoint, EnvironmentFailure for a missing key,
        library or model.
        """
        if name not in self._models:
            self._models[name] = await self._open(name)
        return self._models[name]

    async def _open(self, name: str) -> Model:
        if name.startswith(LOCAL):
            from usergap.llm.local import load_causal

            path = name.removeprefix(LOCAL)
            return LocalModel(await asyncio.to_thread(load_causal, path, device=self.device))
        if self.base_url is None:
            raise InputError(
                f"model {name!r}: expected the endpoint's address, found none: give --base-url,"
                f" or name a model on this machine as {LOCAL}PATH"
            )
        price = self.prices.get(name, self.price)
        if self.ceilings.money is not None and price is None:
            raise InputError(
                f"a ceiling on money needs the price of each model: expected that of {name!r}"
                f" (--price {name}=IN,OUT), found none"
            )
        client = Client(
            Endpoint(self.base_url, name, key_env=self.key_env),
            cache=self.cache,
            policy=self.policy,
            ceilings=self.ceilings,
            prices={} if price is None else {name: price},
            on_progress=self.on_progress,
            seed=self.seed,
        )
        self.clients[name] = await self._stack.enter_async_context(client)
        return EndpointModel(client)

    def sampling(self, spec: Spec) -> Sampling:
        """How the model of a SPEC is sampled; what it does not name is the default."""
        temperature, top_p = spec.number("temperature", 1.0), spec.number("top_p")
        tokens = spec.whole("max_tokens", 1) if "max_tokens" in spec.options else None
        bounds = (
            ("temperature", temperature, 0.0, inf, "0 or more"),
            ("top_p", top_p, 0.0, 1.0, "a number from 0 to 1"),
            ("max_tokens", tokens, 1, inf, "1 or more"),
        )
        for name, value, least, most, expected in bounds:
            if value is not None and not (least <= value <= most and value < inf):
                raise InputError(f"{spec.kind}: {name}: expected {expected}, found {value:g}")
        return Sampling(temperature, top_p, tokens)

    def text(self, spec: Spec, option: str) -> str | None:
        """The text of the file that an option names; None where it is not given."""
        path = spec.options.get(option)
        return None if path is None else read_text(path, f"{spec.kind}: {option}")

"""Who is asked: an endpoint within one run's ceilings, or a model on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from usergap.llm import (
    Ceilings,
    Ending,
    Endpoint,
    Policy,
    Price,
    Progress,
    Request,
    Result,
    Spent,
    ask,
)

if TYPE_CHECKING:
    from usergap.llm.local import CausalModel
    from usergap.llm.local.causal import Prompt


@dataclass
class EndpointAsker:
    """Asks an endpoint; the ceilings hold over all calls of the instance together.

    ``spent`` adds up over them. Raises as ``usergap.llm.ask`` does.
    """

    endpoint: Endpoint
    cache: Path | None
    policy: Policy = field(default_factory=Policy)
    ceilings: Ceilings = field(default_factory=Ceilings)
    prices: Mapping[str, Price] = field(default_factory=dict)
    on_progress: Callable[[Progress], None] | None = None
    spent: Spent = field(default_factory=Spent)

    def __call__(self, requests: Sequence[Request]) -> list[Result]:
        """One result per request, in order."""
        last = Spent()

        def note(state: Progress) -> None:
            nonlocal last
            last = state.spent
            if self.on_progress is not None:
                self.on_progress(replace(state, spent=self.spent + last))

        try:
            return ask(
                self.endpoint,
                requests,
                cache=self.cache,
                policy=self.policy,
                ceilings=self._left(),
                prices=self.prices,
                on_progress=note,
            )
        finally:
            self.spent = self.spent + last

    def _left(self) -> Ceilings:
        limit, spent = self.ceilings, self.spent
        calls = None if limit.calls is None else max(0, limit.calls - spent.calls)
        tokens = limit.tokens
        if tokens is not None:
            tokens = max(0, tokens - spent.prompt - spent.completion)
        money = limit.money
        if money is not None:  # an unknown cost leaves nothing that is surely left
            money = 0.0 if spent.money is None else max(0.0, money - spent.money)
        return Ceilings(calls, tokens, money)


@dataclass
class LocalAsker:
    """Asks a causal language model on this machine; every answer counts as given."""

    model: CausalModel
    max_new_tokens: int = 2048
    batch_size: int = 4

    def __call__(self, requests: Sequence[Request]) -> list[Result]:
        """One result per request, in order; temperature and seed are those of the requests."""
        ways = [(request.temperature or 0.0, request.seed or 0) for request in requests]
        texts = [""] * len(requests)
        for way in dict.fromkeys(ways):
            places = [place for place, its in enumerate(ways) if its == way]
            for place, text in zip(
                places, self._texts([requests[x] for x in places], *way), strict=True
            ):
                texts[place] = text
        return [Result(Ending.ANSWERED, text, model=self.model.name) for text in texts]

    def _texts(self, requests: Sequence[Request], temperature: float, seed: int) -> list[str]:
        def generated(prompts: Sequence[Prompt]) -> list[str]:
            return self.model.generate(
                prompts,
                max_new_tokens=self.max_new_tokens,
                temperature=temperature,
                seed=seed,
                batch_size=self.batch_size,
            )

        try:
            return generated([request.messages for request in requests])
        except ValueError:  # a base model has no chat template
            flat = ["\n\n".join(m.content for m in request.messages) for request in requests]
            return generated([f"{prompt}\n\nAnswer:\n" for prompt in flat])

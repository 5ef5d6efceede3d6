"""Ceilings of a run on calls, tokens and money, and what was spent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from usergap.errors import InputError
from usergap.llm.request import Request
from usergap.llm.result import Usage

Billed = Literal["yes", "no", "maybe"]
ASSUMED_COMPLETION = 1024  # tokens set aside where a request names no max_tokens


@dataclass(frozen=True, slots=True)
class Price:
    """Money per million tokens; the currency is the caller's."""

    prompt: float
    completion: float

    def of(self, usage: Usage) -> float:
        """What ``usage`` costs; discounts for cached prompts are not taken off."""
        return (self.prompt * usage.prompt + self.completion * usage.completion) / 1e6


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Limits of one run; None = no limit. ``calls`` counts requests sent, retries too."""

    calls: int | None = None
    tokens: int | None = None
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has spent. ``money`` is None as soon as one answer's cost is not known.

    ``uncertain`` counts requests that the endpoint may have billed without saying
    so (timeouts, broken answers, no ``usage``).
    """

    calls: int = 0
    prompt: int = 0
    completion: int = 0
    money: float | None = 0.0
    uncertain: int = 0


def reserve_for(request: Request) -> Usage:
    """Tokens set aside before the answer is known.

    A third of the prompt's bytes (English has four to a token), and ``max_tokens``.
    """
    size = sum(len(m.content.encode("utf-8", "surrogatepass")) for m in request.messages)
    prompt = size // 3 + 8 * len(request.messages)
    return Usage(prompt, request.max_tokens or ASSUMED_COMPLETION)


class Budget:
    """Lets a request be sent only if the ceilings hold even at its worst.

    A request that does not fit beside those in flight waits until they have
    ended, because they may use less than was set aside for them.
    Raises InputError for a ceiling on money without a price.
    """

    def __init__(self, ceilings: Ceilings, price: Price | None) -> None:
        if ceilings.money is not None and price is None:
            raise InputError(
                "a ceiling on money needs a price: expected prices for this model, found none"
            )
        self._ceilings, self._price = ceilings, price
        self._calls = self._prompt = self._completion = self._uncertain = 0
        self._money: float | None = 0.0
        # Against the ceilings counts what is known, or what was set aside where it is not.
        self._counted_tokens, self._counted_money = 0, 0.0
        self._held: dict[int, Usage] = {}
        self._number = 0
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def spent(self) -> Spent:
        """What the run has spent so far."""
        money = self._money
        return Spent(self._calls, self._prompt, self._completion, money, self._uncertain)

    async def reserve(self, usage: Usage) -> int | None:
        """A ticket for one request, or None if it would pass a ceiling."""
        while not self._fits(usage):
            if self._ceilings.calls is not None and self._calls >= self._ceilings.calls:
                return None
            if not self._held:
                return None
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn
        self._number += 1
        self._held[self._number] = usage
        self._calls += 1
        return self._number

    def settle(self, ticket: int, usage: Usage | None, billed: Billed) -> float | None:
        """Ends a ticket; returns the request's cost, None if it is not known.

        ``billed``: ``no`` where the endpoint did no work (429, 5xx, no connection),
        ``maybe`` where that cannot be seen (a timeout, a broken answer): it counts
        against the ceilings in full, its cost is not known, and it is named in
        ``spent.uncertain`` instead of making all of ``spent.money`` unknown.
        """
        held = self._held.pop(ticket)
        cost: float | None = 0.0
        if billed != "no":
            counted = usage or held
            self._counted_tokens += counted.total
            self._counted_money += self._price.of(counted) if self._price else 0.0
            cost = self._price.of(usage) if self._price and usage else None
            if cost is not None and self._money is not None:
                self._money += cost
            elif billed == "yes":
                self._money = None
            self._prompt += usage.prompt if usage else 0
            self._completion += usage.completion if usage else 0
            self._uncertain += usage is None
        self._wake()
        return cost

    def unsent(self, ticket: int) -> None:
        """Ends a ticket whose request was never sent."""
        self._held.pop(ticket)
        self._calls -= 1
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)

    def _fits(self, usage: Usage) -> bool:
        limit = self._ceilings
        if limit.calls is not None and self._calls + 1 > limit.calls:
            return False
        if limit.tokens is not None:
            held = sum(h.total for h in self._held.values()) + usage.total
            if self._counted_tokens + held > limit.tokens:
                return False
        if limit.money is None or self._price is None:
            return True
        held_money = sum(self._price.of(h) for h in self._held.values()) + self._price.of(usage)
        return self._counted_money + held_money <= limit.money

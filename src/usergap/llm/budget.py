"""Ceilings of a run on calls, tokens and money, and what was spent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Tally:
    """What counts against ceilings: calls, tokens and money known or set aside.

    ``held``: tokens and money set aside for requests in flight. ``turned_away``:
    requests that were not sent because a ceiling would have been passed.
    """

    calls: int = 0
    tokens: int = 0
    money: float = 0.0
    held: dict[int, tuple[int, float]] = field(default_factory=dict)
    number: int = 0
    turned_away: int = 0
    waiting: list[asyncio.Future[None]] = field(default_factory=list)


@dataclass(frozen=True)
class Ceilings:
    """Limits of one run; None = no limit. ``calls`` counts requests sent, retries too."""

    calls: int | None = None
    tokens: int | None = None
    money: float | None = None


@dataclass(frozen=True)
class SharedCeilings(Ceilings):
    """Limits that hold over all clients (of one event loop) that are given this object."""

    tally: Tally = field(default_factory=Tally, repr=False, compare=False)


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

    def __add__(self, other: Spent) -> Spent:
        """What both have spent; money is known only if it is of both."""
        known = self.money is not None and other.money is not None
        return Spent(
            calls=self.calls + other.calls,
            prompt=self.prompt + other.prompt,
            completion=self.completion + other.completion,
            money=(self.money or 0.0) + (other.money or 0.0) if known else None,
            uncertain=self.uncertain + other.uncertain,
        )


def reserve_for(request: Request) -> Usage:
    """Tokens set aside before the answer is known.

    A third of the prompt's bytes (English has four to a token), and ``max_tokens``.
    """
    size = sum([_bytes(m.content) for m in request.messages])
    prompt = size // 3 + 8 * len(request.messages)
    return Usage(prompt, request.max_tokens or ASSUMED_COMPLETION)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


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
        self._tally = ceilings.tally if isinstance(ceilings, SharedCeilings) else Tally()
        self._calls = self._prompt = self._completion = self._uncertain = 0
        self._money: float | None = 0.0
        self._held: dict[int, Usage] = {}

    @property
    def spent(self) -> Spent:
        """What the run has spent so far."""
        money = self._money
        return Spent(self._calls, self._prompt, self._completion, money, self._uncertain)

    async def reserve(self, usage: Usage) -> int | None:
        """A ticket for one request, or None if it would pass a ceiling."""
        tally, limit = self._tally, self._ceilings.calls
        while not self._fits(usage):
            if not tally.held or (limit is not None and tally.calls >= limit):
                tally.turned_away += 1
                return None
            turn = asyncio.get_running_loop().create_future()
            tally.waiting.append(turn)
            await turn
        tally.number += 1
        self._held[tally.number] = usage
        tally.held[tally.number] = usage.total, self._money_of(usage)
        self._calls += 1
        tally.calls += 1
        return tally.number

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
            # Against the ceilings counts what is known, or what was set aside where it is not.
            counted = usage or held
            self._tally.tokens += counted.total
            self._tally.money += self._money_of(counted)
            cost = self._price.of(usage) if self._price and usage else None
            if cost is not None and self._money is not None:
                self._money += cost
            elif billed == "yes":
                self._money = None
            self._prompt += usage.prompt if usage else 0
            self._completion += usage.completion if usage else 0
            self._uncertain += usage is None
        self._release(ticket)
        return cost

    def unsent(self, ticket: int) -> None:
        """Ends a ticket whose request was never sent."""
        self._held.pop(ticket)
        self._calls -= 1
        self._tally.calls -= 1
        self._release(ticket)

    def _release(self, ticket: int) -> None:
        del self._tally.held[ticket]
        waiting, self._tally.waiting = self._tally.waiting, []
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)

    def _money_of(self, usage: Usage) -> float:
        return self._price.of(usage) if self._price else 0.0

    def _fits(self, usage: Usage) -> bool:
        limit, tally = self._ceilings, self._tally
        if limit.calls is not None and tally.calls + 1 > limit.calls:
            return False
        if limit.tokens is not None:
            held = sum(tokens for tokens, _ in tally.held.values()) + usage.total
            if tally.tokens + held > limit.tokens:
                return False
        if limit.money is None:
            return True
        held_money = sum(money for _, money in tally.held.values()) + self._money_of(usage)
        return tally.money + held_money <= limit.money

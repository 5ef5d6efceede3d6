"""One call's way, with an exchange that the test holds in its hand."""

from __future__ import annotations

import asyncio
import random
from types import SimpleNamespace

import pytest

from usergap.llm import Ceilings, Ending, Policy, Request, Result, Usage
from usergap.llm.budget import Budget
from usergap.llm.caller import Caller
from usergap.llm.exchange import Attempt
from usergap.llm.features import Features


class Hand:
    """Answers attempts from a list of endings, then always; counts them."""

    def __init__(self, *script: Attempt, takes: float = 0.0) -> None:
        self.script, self.takes, self.attempts = list(script), takes, 0

    async def attempt(self, *_: object) -> Attempt:
        self.attempts += 1
        await asyncio.sleep(self.takes)
        if self.script:
            return self.script.pop(0)
        return ended(Ending.ANSWERED)


def ended(ending: Ending, wait: float | None = None) -> Attempt:
    usage = Usage(1, 1) if ending.kept else None
    return Attempt(Result(ending, attempts=1, usage=usage, latency=0.01, detail="why"), wait)


def caller(hand: Hand, **policy) -> Caller:
    settings = {"first_wait": 0.001, "longest_wait": 0.01, "cooldown": 0.001} | policy
    budget = Budget(Ceilings(), None)
    return Caller(hand, Features(frozenset()), Policy(**settings), budget, random.Random(0))


async def nothing(result: Result) -> None:
    return


def one(target: Caller, keep=nothing) -> Result:
    async def main() -> Result:
        async with asyncio.timeout(60):
            return await target.call(Request.of("x"), keep)

    return asyncio.run(main())


@pytest.mark.parametrize("ending", [e for e in Ending if e.retried])
def test_what_passes_is_tried_again_and_attempts_are_counted(ending):
    result = one(caller(Hand(ended(ending), ended(ending))))
    assert (result.ending, result.attempts) == (Ending.ANSWERED, 3)


@pytest.mark.parametrize("ending", [e for e in Ending if e.failure])
def test_failures_are_tried_so_many_times(ending):
    hand = Hand(*[ended(ending)] * 9)
    result = one(caller(hand, max_attempts=3))
    assert (result.ending, result.attempts, hand.attempts) == (ending, 3, 3)


def test_refusals_by_rate_do_not_use_up_attempts():
    result = one(caller(Hand(*[ended(Ending.RATE_LIMITED)] * 15), max_attempts=2))
    assert (result.ending, result.attempts) == (Ending.ANSWERED, 16)


def test_a_turn_behind_calls_that_are_answered_uses_up_no_patience(monkeypatch):
    """Refused at 10 s and, behind 30 calls of 10 s each, at 320 s: no call is lost."""
    now = [0.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr("usergap.llm.caller.time", clock)

    class Slow(Hand):
        async def attempt(self, *_: object) -> Attempt:
            now[0] += 10.0
            return await super().attempt()

    refused, answered = ended(Ending.RATE_LIMITED), ended(Ending.ANSWERED)
    hand = Slow(refused, *[answered] * 30, refused)
    target = caller(hand, max_in_flight=1, patience=50.0)

    async def main() -> list[Result]:
        calls = (target.call(Request.of(str(i)), nothing) for i in range(31))
        return await asyncio.wait_for(asyncio.gather(*calls), 60)

    results = asyncio.run(main())
    assert [r.attempts for r in results] == [3, *[1] * 30]
    assert all(r.ok for r in results)


def test_an_answer_is_kept_before_it_is_returned_and_nothing_else_is():
    kept: list[Ending] = []

    async def keep(result: Result) -> None:
        await asyncio.sleep(0.01)
        kept.append(result.ending)

    assert one(caller(Hand(ended(Ending.TIMEOUT))), keep).ok
    assert kept == [Ending.ANSWERED]
    one(caller(Hand(ended(Ending.BAD_REQUEST))), keep)
    assert kept == [Ending.ANSWERED]


def test_a_disk_that_fails_ends_the_call_and_frees_its_slot():
    async def full(result: Result) -> None:
        raise OSError("full")

    target = caller(Hand(), max_in_flight=1)
    for _ in range(3):
        with pytest.raises(OSError, match="full"):
            one(target, full)
    assert target.limiter.in_flight == 0


def test_a_slow_disk_bounds_what_a_kill_can_lose():
    """Unfinished (sent, not yet on disk) are at most the slots and a tenth more."""
    unfinished = most = 0

    class Counting(Hand):
        async def attempt(self, *_: object) -> Attempt:
            nonlocal unfinished, most
            unfinished += 1
            most = max(most, unfinished)
            return await super().attempt()

    async def slow(result: Result) -> None:
        nonlocal unfinished
        await asyncio.sleep(0.02)
        unfinished -= 1

    target = caller(Counting(takes=0.001), max_in_flight=20)

    async def main() -> None:
        await asyncio.gather(*(target.call(Request.of(str(i)), slow) for i in range(200)))

    asyncio.run(main())
    assert unfinished == 0
    assert 20 <= most <= 22


def test_a_cancelled_call_gives_back_slot_and_budget():
    async def main() -> None:
        target = caller(Hand(takes=60), max_in_flight=1)
        running = [asyncio.create_task(target.call(Request.of("x"), nothing)) for _ in range(3)]
        await asyncio.sleep(0.01)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        assert target.limiter.in_flight == 0
        # One was in flight and may have been billed; two were never sent.
        assert (target.budget.spent.calls, target.budget.spent.uncertain) == (1, 1)

    asyncio.run(main())


def test_a_wait_that_is_too_long_is_named():
    result = one(caller(Hand(ended(Ending.RATE_LIMITED, 500.0)), patience=10.0))
    assert result.ending is Ending.RATE_LIMITED
    assert "asked to wait 500 s, patience is 10 s" in result.detail


def test_a_server_error_with_retry_after_waits_for_it():
    async def main() -> float:
        target = caller(Hand(ended(Ending.SERVER_ERROR, 0.2)))
        began = asyncio.get_running_loop().time()
        await target.call(Request.of("x"), nothing)
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(main()) >= 0.2

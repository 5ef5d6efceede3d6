"""One call: attempts, waits and what is given up, until it has its ending."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from usergap.llm.backoff import full_jitter
from usergap.llm.breaker import Breaker
from usergap.llm.budget import Billed, Budget, reserve_for
from usergap.llm.ending import Ending
from usergap.llm.exchange import Attempt, Exchange
from usergap.llm.features import Features
from usergap.llm.limiter import Limiter
from usergap.llm.policy import Policy
from usergap.llm.refusals import Refusals
from usergap.llm.request import Request
from usergap.llm.result import Result
from usergap.llm.silence import Silence

LOG = logging.getLogger("usergap.llm")
Keep = Callable[[Result], Awaitable[None]]
_MAYBE = frozenset({Ending.TIMEOUT, Ending.DROPPED, Ending.MALFORMED})
# So many fatal answers in a row end a run that had been answered before.
FATAL_IN_A_ROW = 5
# Seconds of nothing but failures after which somebody is told.
TOLD_AFTER = 1.0


def _billed(result: Result) -> Billed:
    """Whether the endpoint will have charged for an attempt."""
    if result.ending is Ending.REFUSED and result.usage is None:
        return "maybe"
    return "yes" if result.ending.kept else "maybe" if result.ending in _MAYBE else "no"


class Caller:
    """Takes calls through budget, circuit breaker and slots to the endpoint."""

    def __init__(
        self,
        exchange: Exchange,
        features: Features,
        policy: Policy,
        budget: Budget,
        rng: random.Random,
        on_trouble: Callable[[Result], None] | None = None,
        on_silence: Callable[[], None] | None = None,
    ) -> None:
        self.limiter = Limiter(policy.max_in_flight)
        self.budget, self.features = budget, features
        self._exchange, self._policy, self._rng = exchange, policy, rng
        self._breaker = Breaker(
            threshold=policy.failures, cooldown=policy.cooldown, probes=policy.probes
        )
        self._latency: float | None = None
        self._over: Result | None = None  # how all further calls end
        self._doomed = 0
        self._bad: Result | None = None  # the last failure
        self._writing = 0  # answers on their way to the disk
        self._spare = max(1, policy.max_in_flight // 10)
        self._streak = 0  # refusals since the last answer
        self._answered: float | None = None  # when a call last was
        self._met = False  # whether there ever was a connection
        self._lives = False  # whether the endpoint ever did something else than fail
        self._failing_since: float | None = None
        self._on_trouble = on_trouble
        self._silence = Silence(on_silence)
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Sends nothing more; calls that wait end as cancelled."""
        self._over = Result(Ending.CANCELLED, detail="the run was stopped")
        self._stopped.set()
        self._breaker.give_up()
        self.limiter.resume()

    async def call(self, request: Request, keep: Keep) -> Result:
        """The ending of ``request``; ``keep`` has put an answer on disk before this returns."""
        if not self.features.untried(request):
            return await self._attempts(request, keep)
        async with self.features.scout:  # one call at a time tries what no call has tried yet
            return await self._attempts(request, keep)

    async def _attempts(self, request: Request, keep: Keep) -> Result:
        without = self.features.without(request)
        sent, failures, refusals = 0, 0, Refusals(self._policy.patience)
        last: Result | None = None
        first_bad: Result | None = None
        while True:
            attempt = await self._send(request, without, keep)
            result = attempt.result
            sent += result.attempts
            if not result.attempts:  # not sent: the last failure says more than an open circuit
                if last is not None and result.ending is Ending.CIRCUIT_OPEN:
                    result = last
                return replace(result, attempts=sent)
            last = result
            if result.ending is Ending.BAD_REQUEST:
                given_up = self.features.suspect(request, without, result.detail)
                first_bad = first_bad or result
                if given_up is None:
                    return replace(first_bad, attempts=sent)
                without |= {given_up}
                continue
            if not result.ending.retried:
                if result.ending.kept:
                    self.features.learn(request, without)
                return result if sent == 1 else replace(result, attempts=sent)
            if result.ending is Ending.RATE_LIMITED:
                left = refusals.left(time.monotonic(), self._answered)
                wait = self._refused(attempt, refusals.count, left)
                refusals.waited += wait or 0.0
            else:
                failures += 1
                wait = self._failed(attempt, failures)
            if wait is None:
                return replace(self._impatient(attempt), attempts=sent)
            LOG.debug("%s, waiting %.2f s: %s", result.ending, wait, result.detail)
            await self._sleep(wait)

    def _refused(self, attempt: Attempt, refusals: int, left: float) -> float | None:
        """Seconds to wait after a 429; None if patience is at its end."""
        if attempt.wait is None:
            # The endpoint's own speed sets the scale: what takes 2 s to answer is not
            # asked again after 50 ms.
            base = self._policy.first_wait
            if self._latency is not None:
                base = min(1.0, max(0.05, 2.0 * self._latency))
            cap = self._policy.longest_wait
            # While others are answered, the slots already adapt: wait longer only where a
            # whole flight was refused without one answer.
            flights = self._streak // max(8, self.limiter.adaptive.limit)
            attempts = 1 + min(refusals - 1, flights)
            wait = full_jitter(attempts, base=base, cap=cap, rng=self._rng)
            return wait if left > 0.0 else None
        if attempt.wait > left:
            self._over = self._over or self._impatient(attempt)
            return None
        return attempt.wait + self._rng.uniform(0.0, min(1.0, 0.1 * attempt.wait))

    def _failed(self, attempt: Attempt, failures: int) -> float | None:
        """Seconds to wait after a failure; None if there is no attempt left."""
        policy = self._policy
        left = math.inf if self._lives else self._left_to_live(attempt)
        if failures >= policy.max_attempts or left <= 0.0:
            return None
        wait = full_jitter(failures, base=policy.first_wait, cap=policy.longest_wait, rng=self._rng)
        return min(left, max(wait, min(attempt.wait or 0.0, policy.patience)))

    def _left_to_live(self, attempt: Attempt) -> float:
        """Seconds left to an endpoint that has only failed so far; it is given up at 0.

        A wrong address, or a server that does not run or cannot serve, is no failure that
        passes. It is told soon, and tried for as long as a restart takes; for longer where
        it asks for that.
        """
        now, policy = time.monotonic(), self._policy
        since = self._failing_since = now if self._failing_since is None else self._failing_since
        # A refused connection ends the run before there is time to read a warning of it.
        lasted = max(attempt.result.latency, now - since if self._met else 0.0)
        if self._on_trouble is not None and lasted >= TOLD_AFTER:
            self._on_trouble(attempt.result)
            self._on_trouble = None
        if attempt.wait is not None and attempt.wait <= policy.patience:
            return math.inf
        left = (policy.first_answer if self._met else policy.first_contact) - (now - since)
        if left <= 0.0:
            self._breaker.give_up()
        return left

    def _impatient(self, attempt: Attempt) -> Result:
        """The result with the wait that was asked for named in its detail."""
        if attempt.wait is None or attempt.result.ending is not Ending.RATE_LIMITED:
            return attempt.result
        told = f"asked to wait {attempt.wait:.0f} s, patience is {self._policy.patience:.0f} s"
        return replace(attempt.result, detail=f"{told}; {attempt.result.detail}")

    async def _send(self, request: Request, without: frozenset[str], keep: Keep) -> Attempt:
        """One attempt, or an unsent result (attempts 0) if nothing may be sent."""
        while True:
            if self._over is not None:
                return Attempt(replace(self._over, attempts=0, latency=0.0, cost=0.0))
            admitted = await self._breaker.admit()
            if admitted == "no":
                if self._over is not None:
                    continue
                return Attempt(Result(Ending.CIRCUIT_OPEN, detail=self._why_given_up()))
            probe, sent = admitted == "probe", False
            ticket = slot = None
            try:
                ticket = await self.budget.reserve(reserve_for(request))
                if ticket is None:
                    return Attempt(Result(Ending.OVER_BUDGET, detail="a ceiling was reached"))
                slot = await self.limiter.acquire()
                if self._over is None and (probe or not self._breaker.blocks):
                    sent = True
                    return await self._exchanged(request, without, ticket, slot, keep, probe)
            finally:
                if not sent:
                    if slot is not None:
                        self.limiter.release(slot, refused=None)
                    if ticket is not None:
                        self.budget.unsent(ticket)
                    if probe:
                        self._breaker.abandon()

    async def _exchanged(
        self,
        request: Request,
        without: frozenset[str],
        ticket: int,
        slot: int,
        keep: Keep,
        probe: bool,
    ) -> Attempt:
        refused: bool | None = None
        billed: Billed = "maybe"
        result: Result | None = None
        settled, held = False, True
        self._silence.sent()
        try:
            attempt = await self._exchange.attempt(request, without)
            result = attempt.result
            kept, limited = result.ending.kept, result.ending is Ending.RATE_LIMITED
            refused = limited if kept or limited else None
            billed = _billed(result)
            cost = self.budget.settle(ticket, result.usage, billed)
            settled = True
            self._learn(result, probe)
            if limited and attempt.wait is not None and attempt.wait <= self._policy.patience:
                self.limiter.pause(attempt.wait)
            if cost != result.cost:
                result = replace(result, cost=cost)
            if kept and self._writing < self._spare:
                # The next call need not wait for the disk, unless the disk falls behind:
                # what is in flight or being written bounds what a kill can lose.
                held = False
                self.limiter.release(slot, refused=refused)
            if kept:
                await self._kept(result, keep)
            return attempt if result is attempt.result else replace(attempt, result=result)
        finally:
            self._silence.ended()
            if not settled:  # cancelled mid-flight
                self.budget.settle(ticket, None, "maybe")
                if probe:
                    self._breaker.abandon()
            if held:
                self.limiter.release(slot, refused=refused)

    async def _kept(self, result: Result, keep: Keep) -> None:
        self._writing += 1
        try:
            await keep(result)
        finally:
            self._writing -= 1

    def _why_given_up(self) -> str:
        bad = self._bad
        if bad is None:
            return "the endpoint failed for too long and was given up"
        return f"at last {bad.ending}: {bad.detail}".rstrip(": ")

    def _learn(self, result: Result, probe: bool) -> None:
        """Tells breaker, backoff and run what an attempt's ending says about the endpoint."""
        self._met = self._met or result.ending is not Ending.UNREACHABLE
        self._lives = self._lives or not result.ending.failure
        self._streak += result.ending is Ending.RATE_LIMITED
        if result.ending.failure:
            self._bad = result
            self._breaker.failure(probe=probe)
        else:
            self._breaker.success()
        if result.ending.kept:
            self._answered, self._doomed, self._streak = time.monotonic(), 0, 0
            old = self._latency
            self._latency = result.latency if old is None else 0.9 * old + 0.1 * result.latency
        elif result.ending.fatal:
            self._doomed += 1
            if self._answered is None or self._doomed >= FATAL_IN_A_ROW:
                self._over = self._over or result

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return

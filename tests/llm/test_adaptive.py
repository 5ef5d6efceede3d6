"""The adaptive limit against simulated endpoints, in virtual time."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.llm.adaptive import Adaptive

LATENCY, SLOTS, CALLS = 0.05, 20, 400


def simulate(refuses: Callable[[random.Random, int, float], bool], seed: int, jitter: float = 0.0):
    """Seconds, share of requests refused, and final limit for CALLS calls.

    ``refuses(rng, admitted in flight, time)``. Refused calls come back after a
    short random wait.
    """
    rng, adaptive = random.Random(seed), Adaptive(SLOTS)
    ready = [(0.0, i) for i in range(CALLS)]
    flying: list[tuple[float, int, int, bool]] = []
    now, in_flight, admitted, answered, sent = 0.0, 0, 0, 0, 0
    while answered < CALLS:
        while in_flight < adaptive.limit and ready and ready[0][0] <= now:
            _, call = heapq.heappop(ready)
            no = refuses(rng, admitted, now)
            takes = LATENCY * (1 + jitter * rng.uniform(-1, 1))
            heapq.heappush(flying, (now + takes, call, adaptive.sent(now), no))
            in_flight, admitted, sent = in_flight + 1, admitted + (not no), sent + 1
        next_times = [flying[0][0]] if flying else []
        if ready and in_flight < adaptive.limit:
            next_times.append(ready[0][0])
        now = max(now, min(next_times))
        while flying and flying[0][0] <= now:
            _, call, sent_in, no = heapq.heappop(flying)
            in_flight, admitted = in_flight - 1, admitted - (not no)
            adaptive.ended(sent_in, refused=no, now=now)
            assert 1 <= adaptive.limit <= SLOTS
            if no:
                heapq.heappush(ready, (now + rng.uniform(0, 2 * LATENCY), call))
            else:
                answered += 1
    return now, (sent - CALLS) / sent, adaptive.limit


def test_without_refusals_it_stays_at_the_maximum():
    seconds, refused, limit = simulate(lambda *_: False, 0)
    # 400 calls in flights of 20, 50 ms each
    assert seconds == pytest.approx(CALLS / SLOTS * LATENCY)
    assert (refused, limit) == (0.0, SLOTS)


def test_refusals_that_do_not_come_from_our_load_cost_little():
    """One call in five is refused whatever we do: 500 requests at 20 in flight are 1.25 s."""
    times = [simulate(lambda rng, *_: rng.random() < 0.2, s, jitter=0.3)[0] for s in range(20)]
    assert sorted(times)[10] < 1.25 * 1.35


@pytest.mark.parametrize("capacity", [3, 10])
def test_it_settles_near_the_capacity_of_the_endpoint(capacity):
    runs = [
        simulate(lambda _, admitted, __: admitted >= capacity, s, jitter=0.3) for s in range(10)
    ]
    ideal = CALLS / capacity * LATENCY
    assert sum(r[0] for r in runs) / 10 < 1.35 * ideal
    # Without adapting, 20 slots against 3 would see about 85 % of requests refused.
    assert sum(r[1] for r in runs) / 10 < 0.4


def bucket(rate: float) -> Callable[[random.Random, int, float], bool]:
    """A token bucket: ``rate`` calls per second, bursts of 5."""
    state = [0.0, 5.0]

    def refuses(rng: random.Random, admitted: int, now: float) -> bool:
        state[1] = min(5.0, state[1] + (now - state[0]) * rate)
        state[0] = now
        if state[1] < 1.0:
            return True
        state[1] -= 1.0
        return False

    return refuses


def test_it_settles_near_the_rate_of_the_endpoint():
    runs = [simulate(bucket(50.0), s, jitter=0.3) for s in range(10)]
    assert sum(r[0] for r in runs) / 10 < 1.2 * CALLS / 50.0
    assert sum(r[1] for r in runs) / 10 < 0.4


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 1.0)), max_size=300), st.integers(1, 50))
def test_the_limit_stays_between_one_and_the_maximum(events, maximum):
    adaptive, now = Adaptive(maximum), 0.0
    for refused, gap in events:
        sent_in = adaptive.sent(now)
        now += gap
        adaptive.ended(sent_in, refused=refused, now=now)
        assert 1 <= adaptive.limit <= maximum


def test_one_burst_cuts_once():
    """Calls sent before a cut say nothing about the limit after it."""
    adaptive = Adaptive(20)
    rounds = [adaptive.sent(0.0) for _ in range(100)]
    for sent_in in rounds:
        adaptive.ended(sent_in, refused=True, now=0.05)
    assert adaptive.limit == 10

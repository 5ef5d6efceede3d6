import pytest

from usergap.llm import Ending, Result, Spent
from usergap.llm.progress import Meter


def test_the_time_left_is_that_of_the_calls_sent_not_of_the_cached():
    now = [100.0]
    meter = Meter(10, clock=lambda: now[0])
    for _ in range(4):
        meter.count(Result(Ending.CACHED))
    assert meter.now(in_flight=1, paused_for=0.0, spent=Spent()).eta is None
    now[0] = 106.0
    meter.count(Result(Ending.ANSWERED, attempts=1))
    meter.count(Result(Ending.TIMEOUT, attempts=3))
    state = meter.now(in_flight=2, paused_for=1.5, spent=Spent())
    # 2 calls sent in 6 s: 3 s each; 4 left: 12 s, and 1.5 s of pause
    assert state.eta == pytest.approx(13.5)
    assert (state.done, state.total, state.elapsed, state.incomplete) == (6, 10, 6.0, 1)


def test_at_the_end_nothing_is_left_and_without_a_total_nothing_is_known():
    meter = Meter(1)
    meter.count(Result(Ending.CACHED))
    assert meter.now(in_flight=0, paused_for=0.0, spent=Spent()).eta == 0.0
    assert Meter(None).now(in_flight=0, paused_for=0.0, spent=Spent()).eta is None

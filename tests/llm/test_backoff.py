import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.llm.backoff import full_jitter, retry_after

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@settings(deadline=None)
@given(st.integers(1, 10_000), st.floats(0.01, 5), st.floats(0.1, 60), st.integers())
def test_the_wait_lies_between_zero_and_the_doubling_bound(attempt, base, cap, seed):
    wait = full_jitter(attempt, base=base, cap=cap, rng=random.Random(seed))
    assert 0.0 <= wait <= min(cap, base * 2.0 ** min(attempt - 1, 100)) + 1e-12


def test_the_wait_is_uniform_up_to_its_bound():
    # Third failure, base 1: bound 4, mean 2, sd 4/sqrt(12) = 1.155; 2,000 draws: se 0.026.
    rng = random.Random(0)
    waits = [full_jitter(3, base=1.0, cap=60.0, rng=rng) for _ in range(2000)]
    assert sum(waits) / len(waits) == pytest.approx(2.0, abs=0.1)
    assert max(waits) > 3.9


DAY = "Thu, 01 Jan 2026"
CASES = [
    ({}, None),
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": "0.5"}, 0.5),
    ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
    ({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT"}, 30.0),
    ({"retry-after": "Thu, 01 Jan 2026 11:00:00 GMT"}, 0.0),
    # The server's clock is an hour ahead of ours; its two dates are 5 s apart.
    (
        {"retry-after": "Thu, 01 Jan 2026 13:00:05 GMT", "date": "Thu, 01 Jan 2026 13:00:00 GMT"},
        5.0,
    ),
    ({"retry-after": "soon"}, None),
    ({"retry-after": "-3"}, None),
    ({"retry-after": "nan"}, None),
    ({"retry-after": ""}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), CASES)
def test_retry_after_is_read_in_all_its_spellings(headers, seconds):
    assert retry_after(headers, NOW) == seconds

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.llm import Ending, Result, TokenLogprob, Usage
from usergap.llm.result import from_record, to_record

counts = st.integers(0, 10**9)
tokens = st.builds(
    TokenLogprob,
    st.text(),
    st.floats(-100, 0),
    st.dictionaries(st.text(), st.floats(-100, 0), max_size=2),
)
results = st.builds(
    Result,
    ending=st.sampled_from([e for e in Ending if e.kept]),
    text=st.text(),
    usage=st.none() | st.builds(Usage, counts, counts),
    cost=st.none() | st.floats(0, 1),
    latency=st.floats(0, 100),
    attempts=st.integers(1, 9),
    logprobs=st.none() | st.lists(tokens, max_size=3).map(tuple),
    model=st.text(),
    without=st.lists(st.sampled_from(["logprobs", "seed"]), unique=True).map(tuple),
    detail=st.text(),
)


@settings(deadline=None)
@given(results)
def test_what_is_read_back_is_what_was_kept_and_costs_nothing(result):
    back = from_record(json.loads(json.dumps(to_record(result))))
    expected = Ending.CACHED if result.ending is Ending.ANSWERED else result.ending
    assert back.ending is expected
    assert (back.text, back.usage, back.logprobs) == (result.text, result.usage, result.logprobs)
    assert (back.model, back.without, back.detail) == (result.model, result.without, result.detail)
    assert (back.cost, back.attempts, back.cached) == (0.0, 0, True)
    assert back.ok == result.ok


@pytest.mark.parametrize("record", [{}, {"ending": "odd"}, {"ending": "answered", "text": "x"}])
def test_a_damaged_record_raises(record):
    with pytest.raises((KeyError, ValueError, TypeError)):
        from_record(record)

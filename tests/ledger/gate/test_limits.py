"""Limits: three answers for an interval, two for a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.ledger.gate.limits import Limit, Number
from usergap.ledger.gate.outcome import State

NUMBER = Number(5.0, 4.0, 7.0)
finite = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("limit", "state"),
    [
        (Limit(at_most=7), "pass"),
        (Limit(at_most=6.9), "cannot tell"),
        (Limit(at_most=4), "cannot tell"),
        (Limit(at_most=3.9), "fail"),
        (Limit(at_least=4), "pass"),
        (Limit(at_least=4.1), "cannot tell"),
        (Limit(at_least=7.1), "fail"),
        (Limit(at_most=8, at_least=3), "pass"),
        (Limit(at_most=6, at_least=5), "cannot tell"),
        (Limit(at_most=5, by="value"), "pass"),
        (Limit(at_most=4.9, by="value"), "fail"),
        (Limit(at_most=6, by="upper"), "fail"),
        (Limit(at_most=7, by="upper"), "pass"),
        (Limit(at_most=4, by="lower"), "pass"),
        (Limit(at_least=4.1, by="lower"), "fail"),
    ],
)
def test_an_interval_of_4_to_7_around_5(limit: Limit, state: str) -> None:
    assert limit.judge(NUMBER).value == state


def test_without_its_number_a_limit_is_undefined() -> None:
    assert Limit(at_most=1).judge(Number(0.5)) is State.UNDEFINED
    assert Limit(at_most=1, by="value").judge(Number(0.5)) is State.PASS
    assert Limit(at_most=1, by="value").judge(Number(None)) is State.UNDEFINED


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "5", True])
def test_what_is_no_finite_number_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="finite number"):
        Number(1.0, 0.0, wrong)


@given(st.lists(finite, min_size=3, max_size=3), finite, st.floats(0, 1e6))
def test_a_wider_limit_is_never_worse(ends: list[float], bound: float, more: float) -> None:
    low, value, high = sorted(ends)
    order = [State.FAIL, State.CANNOT_TELL, State.PASS]
    number = Number(value, low, high)
    for by in ("interval", "value", "lower", "upper"):
        strict, wide = (Limit(at_most=x, by=by).judge(number) for x in (bound, bound + more))
        assert order.index(strict) <= order.index(wide)


@given(st.lists(finite, min_size=3, max_size=3), finite)
def test_at_least_mirrors_at_most(ends: list[float], bound: float) -> None:
    low, value, high = sorted(ends)
    assert Limit(at_most=bound).judge(Number(value, low, high)) is Limit(at_least=-bound).judge(
        Number(-value, -high, -low)
    )


def test_words() -> None:
    assert str(Limit(at_most=5, by="upper")) == "at most 5 by its upper"
    assert str(NUMBER) == "5 (95 % 4 to 7)"
    assert str(Number(None)) == "undefined"

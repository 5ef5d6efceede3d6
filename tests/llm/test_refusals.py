"""The patience that is left for a call that is refused, by a clock that the test holds."""

from __future__ import annotations

from usergap.llm.refusals import Refusals


def test_without_any_answer_it_runs_from_the_first_refusal():
    refusals = Refusals(60.0)
    assert [refusals.left(now, None) for now in (5.0, 25.0, 65.0)] == [60.0, 40.0, 0.0]
    assert refusals.count == 3


def test_an_answer_to_any_call_begins_it_anew():
    refusals = Refusals(60.0)
    assert refusals.left(100.0, 90.0) == 60.0  # an answer before the first refusal is no start
    assert refusals.left(500.0, 490.0) == 50.0
    assert refusals.left(550.0, 490.0) == 0.0


def test_its_own_waits_use_it_up_though_others_are_answered():
    refusals = Refusals(60.0)
    refusals.left(0.0, None)
    refusals.waited += 45.0
    assert refusals.left(1000.0, 1000.0) == 15.0
    refusals.waited += 15.0
    assert refusals.left(2000.0, 2000.0) == 0.0

"""The rules of the agenda: what is pushed, what is popped, and that it ends."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.simulate.agenda.deriving import wants
from usergap.simulate.agenda.hearing import Heard
from usergap.simulate.agenda.policy import (
    LEAST_REQUESTS,
    PATIENCE,
    TRIES,
    Act,
    Kind,
    State,
    begin,
    pop,
    push,
)
from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario

GOAL = Goal((("people", "four"), ("", "in spring")), ("price",))
WANTS = wants(Scenario("s", "plan a trip to Rome", goal=GOAL))
BYE = Act(Kind.BYE)
PRICE = Act(Kind.REQUEST, "price")
heards = st.builds(
    Heard, *[st.booleans()] * 7, st.frozensets(st.sampled_from(["people", "spring", "rome", "x"]))
)


def pushed(agenda, heard, waiting=None, **more):
    return push(State((*agenda, BYE), waiting, **more), heard, WANTS, random.Random(1))


def kinds(state):
    return [act.kind.value for act in state.agenda]


@given(st.integers())
def test_the_goal_fills_the_agenda(seed):
    state = begin(WANTS, random.Random(seed))
    assert state.agenda[0].kind is Kind.OPEN
    assert state.agenda[-1] == BYE
    told = {(act.slot, act.what) for act in state.agenda if act.kind is Kind.INFORM}
    assert told == set(GOAL.constraints)
    asked = [act.what for act in state.agenda if act.kind is Kind.REQUEST]
    assert asked[0] == "price"
    assert len(set(asked)) == len(asked) == LEAST_REQUESTS
    assert not set(asked) & set(state.spare)


def test_a_question_brings_the_inform_that_it_is_about_to_the_top():
    informs = [Act(Kind.INFORM, "in spring"), Act(Kind.INFORM, "four", "people")]
    about = pushed(informs, Heard(asks=True, asked=frozenset({"people"})))
    assert about.agenda[0].slot == "people"
    assert len(about.agenda) == 3  # moved, not copied
    other = pushed(informs, Heard(asks=True, asked=frozenset({"x"})))
    assert other.agenda[0].what == "in spring"
    assert kinds(pushed([], Heard(asks=True)))[0] == "no_preference"


def test_a_guess_is_confirmed_where_it_is_about_the_goal_and_negated_elsewhere():
    assert kinds(pushed([], Heard(confirms=True, asked=frozenset({"rome"}))))[0] == "confirm"
    wrong = pushed([], Heard(confirms=True, asked=frozenset({"paris"})))
    assert wrong.agenda[0] == Act(Kind.NEGATE, "plan a trip to Rome")


def test_a_request_without_answer_is_made_again_and_then_given_up():
    state = State((BYE,), PRICE)
    for number in range(TRIES):
        state = push(state, Heard(), WANTS, random.Random(1))
        assert state.agenda[0] == Act(Kind.REPEAT, "price")
        assert state.tries == number + 1
    state = push(State((BYE,), PRICE, TRIES), Heard(refuses=True), WANTS, random.Random(1))
    assert state.waiting is None
    assert kinds(state) == ["negate", "bye"]


def test_an_answer_settles_the_request():
    assert pushed([], Heard(answers=True), PRICE, tries=1).waiting is None


def test_a_user_whose_patience_is_over_leaves():
    state = pushed([PRICE], Heard(), PRICE, failures=PATIENCE - 1)
    assert kinds(state) == ["bye"]
    assert kinds(pushed([PRICE], Heard(answers=True, says_bye=True))) == ["bye"]


@pytest.mark.parametrize("may_end", [True, False])
@given(seed=st.integers(), heard=st.lists(heards, max_size=12))
def test_whatever_it_hears_every_turn_has_acts_and_one_question(seed, heard, may_end):
    rng = random.Random(seed)
    state = begin(WANTS, rng)
    for each in heard:
        state, acts = pop(state, rng, may_end=may_end)
        assert acts
        assert sum(act.kind in (Kind.REQUEST, Kind.REPEAT) for act in acts) <= 1
        assert may_end or BYE not in acts
        assert state.agenda[-1] == BYE
        if BYE in acts:
            assert acts[-1] == BYE
            return
        state = push(state, each, WANTS, rng)


@given(st.integers())
def test_a_user_who_is_answered_asks_all_and_ends(seed):
    rng = random.Random(seed)
    state, said = begin(WANTS, rng), []
    for _ in range(20):
        state, acts = pop(state, rng, may_end=True)
        said += acts
        if BYE in acts:
            break
        state = push(state, Heard(answers=True), WANTS, rng)
    assert said[-1] == BYE
    assert {(a.slot, a.what) for a in said if a.kind is Kind.INFORM} == set(GOAL.constraints)
    assert PRICE in said

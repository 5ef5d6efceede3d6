"""Goals from a scenario's sentence."""

from __future__ import annotations

import pytest

from usergap.simulate.agenda.deriving import wants
from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario


def of(text, goal=None):
    return wants(Scenario("s", text, goal=goal))


def test_what_a_user_wants_to_do_is_taken_apart():
    found = of(
        "Interacting with a chatbot to plan a trip to Rome for four people"
        " and find their hotels under 100 euros."
    )
    assert (found.task, found.form) == ("plan a trip to Rome", "verb")
    assert found.goal.constraints == (("", "for four people"), ("", "under 100 euros"))
    assert found.goal.requests == ("find my hotels",)


@pytest.mark.parametrize(
    ("text", "task", "form"),
    [
        ("learn how keels work", "learn how keels work", "verb"),
        ("They want to rest at sea", "rest at sea", "noun"),  # "rest" is not among our verbs
        ("asking a chatbot about keels, masts, wood", "keels, masts, wood", "noun"),
        ("how do keels work?", "how do keels work?", "sentence"),
        ("improve their own CV", "improve my own CV", "verb"),
        ("the trees and their roots", "the trees and their roots", "noun"),
    ],
)
def test_forms(text, task, form):
    found = of(text)
    assert (found.task, found.form) == (task, form)


def test_a_stated_goal_replaces_what_would_be_derived():
    goal = Goal((("people", "four"),), ("price",))
    found = of("plan a trip to Rome for two", goal)
    assert (found.task, found.goal) == ("plan a trip to Rome for two", goal)


@pytest.mark.parametrize("text", ["and", "for", ",", "a, b", "for for for", "plan, and, and with"])
def test_odd_sentences_keep_a_task(text):
    assert of(text).task is not None

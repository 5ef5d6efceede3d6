"""Rules that put friction into a text and keep the goal's words."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulate.controls.made import conversation
from usergap.simulate.controls.friction import Friction
from usergap.simulate.friction.goal import carries, content_words, words_of
from usergap.simulate.friction.operators import OPERATORS
from usergap.simulate.friction.rewriting import incomplete, typo, withheld

GOAL = "learn how keels work on old boats"
WORDS = st.sampled_from(
    (
        *("learn", "keels", "keel", "boats", "how", "the", "for", "because"),
        *("question.", "please!", "I", "and", "with", "work.", "older"),
    )
)
TEXT = st.one_of(st.lists(WORDS, min_size=1, max_size=20).map(" ".join), st.text(min_size=1))
RULES = {operator.name: operator.rule for operator in OPERATORS}


def goal_words(text, goal):
    return Counter(word for word in words_of(text) if carries(word, goal))


def test_the_goal_is_what_carries_its_topic_in_any_inflection():
    goal = content_words(GOAL)
    assert goal == {"learn", "keels", "work", "old", "boats"}
    kept = {w for w in ("keel", "learning", "old", "older", "how", "boots") if carries(w, goal)}
    assert kept == {"keel", "learning", "old"}  # "older": "old" has no four letters to share


@pytest.mark.parametrize("name", RULES)
@given(text=TEXT, seed=st.integers(0, 9))
def test_no_rule_loses_a_word_of_the_goal(name, text, seed):
    if not text.strip():
        return
    goal = content_words(GOAL)
    made = RULES[name](text, random.Random(seed), goal)
    assert made.strip()
    assert goal_words(text, goal) <= goal_words(made, goal)


@given(text=TEXT, turns=st.integers(0, 6), seed=st.integers(0, 9))
def test_all_operators_together_lose_no_word_of_the_goal(text, turns, seed):
    if not text.strip():
        return
    at = conversation(turns, run_seed=seed)
    goal = content_words(at.scenario.text)
    made = Friction(dict.fromkeys(RULES, 1.0)).rewrite(text, at)
    assert goal_words(text, goal) <= goal_words(made, goal)


@given(text=TEXT)
def test_a_rule_gives_the_same_text_for_the_same_random_numbers(text):
    goal = content_words(GOAL)
    for rule in RULES.values():
        if text.strip():
            assert rule(text, random.Random(5), goal) == rule(text, random.Random(5), goal)


def test_a_typo_swaps_two_letters_inside_one_word_that_is_not_the_goal_s():
    # "keels" is the goal's, "an" is too short: "about" alone can change, at 1 or 2:
    # a[bo]ut -> aobut, ab[ou]t -> abuot
    made = {typo("an about keels", random.Random(n), content_words(GOAL)) for n in range(20)}
    assert made == {"an aobut keels", "an abuot keels"}
    assert typo("keels", random.Random(0), content_words(GOAL)) == "keels"


def test_an_incomplete_request_breaks_off_after_the_goal_s_last_word():
    # six words: at least three stay, and all up to "keels" (the third)
    made = {
        incomplete("tell me keels and their use.", random.Random(n), content_words(GOAL))
        for n in range(30)
    }
    whole = "tell me keels and their"
    assert made == {"tell me keels...", "tell me keels and...", f"{whole}..."}
    assert incomplete("old keels", random.Random(0), content_words(GOAL)) == "old keels..."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am Jo's cousin. How do keels work?", "How do keels work?"),
        ("How do keels work?", "How do keels work?"),
        ("Tell me of keels because I paint.", "Tell me of keels."),
        ("Tell me because keels are heavy.", "Tell me because keels are heavy."),
        ("Is it so? Keels?", "Is it so? Keels?"),  # a question is never left out
    ],
)
def test_what_is_withheld_is_no_question_and_not_the_goal(text, expected):
    assert withheld(text, random.Random(1), content_words(GOAL)) == expected


def test_operators_have_names_of_their_own():
    assert len(RULES) == len(OPERATORS) == 10

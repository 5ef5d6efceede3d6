"""The rule judge: facts by hand, contradictions that it must see, and none that it must not."""

from __future__ import annotations

import pytest
from benchmarks.consistency import PAIRS, clash, seeded
from benchmarks.consistency_seeded import DECOYS, KINDS, pairs

from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.rules import KINDS as SUPPORTED
from usergap.probes.consistency_judges.rules import RuleJudge, facts

# The held-out wordings were measured once; one kind stayed below .9 on them
# (docs/probes/consistency.md), and no rule was changed since.
BELOW = {"likes"}


@pytest.mark.parametrize("split", ["develop", "held"])
def test_seeded_contradictions_are_found_and_paraphrases_are_not(split):
    found = seeded(split)
    assert set(found) == set(SUPPORTED)
    for kind, shares in found.items():
        assert shares["paraphrase"] <= 0.05, kind
        assert shares["near miss"] <= 0.05, kind
        if split == "develop" or kind not in BELOW:
            assert shares["contradiction"] >= 0.9, kind
    assert sum(s["contradiction"] for s in found.values()) / len(found) >= 0.9


def test_there_are_200_pairs_of_each_label_and_no_wording_is_in_both_splits():
    assert PAIRS >= 200
    for kind in KINDS:
        drawn = pairs(kind, "held", 30)
        assert {label: len(each) for label, each in drawn.items()} == dict.fromkeys(drawn, 30)
        assert drawn == pairs(kind, "held", 30)


def test_a_sentence_about_others_states_no_fact_but_that_they_exist():
    kinds = {fact.kind for text in DECOYS for fact in facts(text)}
    assert kinds <= {"siblings"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I have no pets.", "My cat is asleep."),
        ("I have one pet.", "We have two dogs."),
        ("I am an only child.", "My sister and I went home."),
        ("I'm vegan.", "I eat eggs daily."),
        ("I am single.", "My wife called."),
        ("I live in Dublin.", "I live in Ohio."),
        ("I am in my thirties.", "I am 52 years old."),
        ("I'm retired.", "I work as a nurse."),
        ("I don't drive.", "I drive a truck."),
        ("My favorite band is the Oranges.", "My favorite band is Bluebell."),
    ],
)
def test_contradictions_across_words(one, other):
    assert clash(one, other)
    assert clash(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I have two dogs.", "I have four pets."),
        ("I have a son.", "I have three kids."),
        ("I live in Chicago.", "I live in Illinois."),
        ("I'm a software engineer.", "I work as an engineer."),
        ("I am divorced.", "I am single."),
        ("I don't like big dogs.", "I love dogs."),
        ("I don't eat meat.", "I eat cheese."),
        ("I don't drive at night.", "I drive."),
        ("I was a nurse.", "I am a teacher."),
        ("I am a passionate cook.", "I work as a nurse."),
    ],
)
def test_no_contradiction_where_both_may_be_true(one, other):
    assert not clash(one, other)


def test_counts_of_a_dialogue():
    lines = ["I am 30.", "I like tea.", "I am 40.", "I am 30 years old."]
    (earlier,) = RuleJudge().with_earlier([lines])
    assert earlier == [
        Count(0, 0, 0),
        Count(0, 1, 0),
        Count(1, 2, 1, "age"),
        Count(1, 3, 2, "age"),
    ]
    (held,) = RuleJudge().with_persona([lines], ["A 40 year old."])
    assert [c.flagged for c in held] == [1, 0, 0, 1]
    assert [c.compared for c in held] == [1, 0, 1, 1]

"""The rule judge: facts by hand, contradictions that it must see, and none that it must not."""

from __future__ import annotations

from itertools import combinations

import pytest
from benchmarks.consistency import PAIRS, clash, seeded
from benchmarks.consistency_seeded import DECOYS, KINDS, pairs

from usergap.formats.read import read
from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.rules import KINDS as SUPPORTED
from usergap.probes.consistency_judges.rules import RuleJudge, contradictions, facts

# Held-out wordings were measured once, and no rule was changed since. The second set of
# likes, in words further off, stayed just below .9 (docs/probes/consistency.md).
LATEST = {"likes": 0.85}


@pytest.mark.parametrize("split", ["develop", "held"])
def test_seeded_contradictions_are_found_and_paraphrases_are_not(split):
    found = seeded(split)
    assert set(found) == set(SUPPORTED)
    for kind, shares in found.items():
        assert shares["paraphrase"] <= 0.05, kind
        assert shares["near miss"] <= 0.05, kind
        assert shares["contradiction"] >= 0.9, kind
    assert sum(s["contradiction"] for s in found.values()) / len(found) >= 0.9


def test_the_second_held_out_set_is_measured_beside():
    found = seeded("latest")
    assert set(found) == set(LATEST)
    for kind, shares in found.items():
        assert shares["contradiction"] >= LATEST[kind]
        assert shares["paraphrase"] <= 0.05
        assert shares["near miss"] <= 0.05
        wordings = [
            {w for side in KINDS[kind][s] for w in side} for s in ("latest", "held", "develop")
        ]
        assert len(wordings[0]) >= 40
        assert not wordings[0] & (wordings[1] | wordings[2])


def test_people_do_not_contradict_their_likes(data):
    """Dialogues of people who talk a few minutes: what clashes there is a misread line."""
    lines = pairs_of = flagged = 0
    for dialogue in read(f"{data}/personachat/pairs_human_vs_synthetic.jsonl#real").dialogues:
        said = [[f for f in facts(t.text) if f.kind == "likes"] for t in dialogue.turns]
        lines += sum(map(bool, said))
        for one, other in combinations(said, 2):
            pairs_of += bool(one and other)
            flagged += bool(contradictions(one, other))
    assert lines >= 80
    assert flagged <= 0.05 * pairs_of


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


@pytest.mark.parametrize(
    ("said", "topic", "liked"),
    [
        ("Opera is not my cup of tea.", "likes:opera", "no"),
        ("Opera leaves me cold.", "likes:opera", "no"),
        ("I can happily live without opera.", "likes:opera", "no"),
        ("I have never been into opera.", "likes:opera", "no"),
        ("I find opera tedious.", "likes:opera", "no"),
        ("Opera makes me happy.", "likes:opera", "yes"),
        ("I am nuts about opera.", "likes:opera", "yes"),
        ("I would describe myself as an opera fan.", "likes:opera", "yes"),
        ("There is nothing I like better than opera.", "likes:opera", "yes"),
        ("There is nothing I hate so much as opera.", "likes:opera", "no"),
        ("Nothing is better than opera.", "likes:opera", "yes"),
        ("I would take anything over opera.", "likes:opera", "no"),
        ("I prefer opera to almost anything.", "likes:opera", "yes"),
        ("I relish opera.", "likes:opera", "yes"),
        ("I have come to detest opera.", "likes:opera", "no"),
        ("I can't stop loving opera.", "likes:opera", "yes"),
        ("I don't think I like opera.", "likes:opera", "no"),
        ("I wouldn't say that I am fond of opera.", "likes:opera", "no"),
        ("I am anything but fond of opera.", "likes:opera", "no"),
        ("I hardly enjoy opera.", "likes:opera", "no"),
        ("I'm not much of an opera person.", "likes:opera", "no"),
        ("Opera has never appealed to me.", "likes:opera", "no"),
        ("I think opera is overrated.", "likes:opera", "no"),
        ("I never tire of opera.", "likes:opera", "yes"),
        ("I could never live without opera.", "likes:opera", "yes"),
    ],
)
def test_tastes_said_in_a_roundabout_way(said, topic, liked):
    assert [(f.topic, set(f.worlds.values)) for f in facts(said)] == [(topic, {liked})]


@pytest.mark.parametrize(
    "said",
    [
        "I can't say that I hate opera.",  # no hatred is no liking
        "I pretend that I like opera.",
        "I doubt that I like opera.",
        "Opera doesn't annoy me.",
        "That is awesome.",
        "They are the worst, I hear.",
        "I am not a huge fan.",
    ],
)
def test_what_is_neither_liked_nor_disliked(said):
    assert [f for f in facts(said) if f.kind == "likes"] == []


def test_a_breed_is_a_pet_and_what_one_wishes_takes_nothing_back():
    assert clash("I enjoy the company of a beagle.", "I do not have any pets, I wish I did.")
    assert clash("I have a couple of pets.", "I don't have any pets I want some")
    assert clash("I have a corgi.", "I have no dog.")
    assert clash("I have two girls.", "I do not have kids.")
    assert not clash("I have a corgi.", "I do not have a cat.")
    assert not clash("I have a corgi.", "I have a dog.")
    assert not clash("I wish I had a corgi.", "I do not have any pets.")

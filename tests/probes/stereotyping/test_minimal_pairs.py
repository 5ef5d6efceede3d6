"""Minimal pairs: what a persona names, and arms that differ in that alone; entropy by hand."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.stereotyping.entropy import entropy, entropy_difference
from usergap.probes.stereotyping.minimal_pairs import minimal_pairs, persona_arms, stated

from ..talks import many, talk


@pytest.mark.parametrize(
    ("persona", "found"),
    [
        ("age: 40; Mood: Calm", {"age": "40", "mood": "calm"}),
        ("age=40, mood=calm", {"age": "40", "mood": "calm"}),
        ("age: 40\nmood: calm", {"age": "40", "mood": "calm"}),
        ("job: cook, retired", {"job": "cook, retired"}),
        ("A calm cook; likes boats", {"persona": "a calm cook; likes boats"}),
        ("a human user", {}),
        ("", {}),
    ],
)
def test_attributes_of_a_persona(persona, found):
    assert stated(persona) == found


def test_arms_differ_in_one_attribute_and_hold_the_others_alike():
    everyone = (
        many("a", 12, "hi", persona="age: 40; mood: calm")
        + many("b", 10, "hi", persona="age: 40; mood: angry")
        + many("c", 30, "hi", persona="age: 60; mood: angry")
        + many("d", 5, "hi", persona="age: 20; mood: calm")
    )
    age, mood = minimal_pairs(everyone)
    assert (age.attribute, age.values) == ("age", ("40", "60"))
    assert {d.persona for d in age.one + age.other} == {
        "age: 40; mood: angry",
        "age: 60; mood: angry",
    }
    assert (len(age.one), len(age.other)) == (10, 10)
    assert (mood.attribute, mood.values) == ("mood", ("angry", "calm"))
    assert (len(mood.one), len(mood.other)) == (10, 10)


def test_too_few_pairs_are_none():
    everyone = many("a", 9, "hi", persona="age: 40") + many("b", 9, "hi", persona="age: 60")
    assert minimal_pairs(everyone) == []


def test_what_controls_recorded_is_named_too():
    def steered(name, level):
        extra = {"simulation": {"controls": {"big_five": {"session": {"openness": level}}}}}
        return tuple(talk(f"{name}{i}", "hi", extra=extra) for i in range(10))

    (arms,) = minimal_pairs(steered("a", "high") + steered("b", "low"))
    assert (arms.attribute, arms.values) == ("big_five.openness", ("high", "low"))


def test_the_persona_on_and_off_over_the_same_scenarios():
    on = [talk(f"a{i}", "hi", persona="a cook", scenario_id=f"s{i}") for i in range(14)]
    off = [talk(f"b{i}", "hi", persona="a human user", scenario_id=f"s{i}") for i in range(11)]
    (arms,) = persona_arms(on, {"plain": off, "other": on})
    assert arms.values == ("off (plain)", "on")
    assert (len(arms.one), len(arms.other)) == (11, 11)
    assert persona_arms(on, {"plain": off[:9]}) == []


def test_entropy_by_hand():
    counts = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [4, 0, 0, 0]], float)
    first, both, last = np.eye(3)[[0]], np.array([[1.0, 1, 0]]), np.eye(3)[[2]]
    assert entropy(first, counts)[0] == pytest.approx(1)
    assert entropy(both, counts)[0] == pytest.approx(2)
    assert entropy(last, counts)[0] == 0
    assert entropy_difference(counts)(both, last)[0] == pytest.approx(-2)
    assert np.isnan(entropy(np.zeros((1, 3)), counts)[0])

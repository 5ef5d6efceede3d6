"""Levels: in a persona's words, and as simulate records them."""

from __future__ import annotations

import pytest

from usergap.probes.trait_recovery.levels import TRAITS, levels, stated_levels
from usergap.simulate.controls.big_five import LINES

from ..talks import talk


@pytest.mark.parametrize(
    ("persona", "found"),
    [
        ("extraversion: high, openness: low", {"extraversion": 1, "openness": -1}),
        ("Low in neuroticism; high conscientiousness", {"neuroticism": -1, "conscientiousness": 1}),
        ("An introverted, antagonistic cook", {"extraversion": -1, "agreeableness": -1}),
        ("emotionally stable and open to experience", {"neuroticism": -1, "openness": 1}),
        ("unconscientious", {"conscientiousness": -1}),
        ("disagreeable", {"agreeableness": -1}),
        ("extroverted at home, introverted at work", {}),
        ("opens the shop, is open on Sundays, highly strung", {}),
        ("", {}),
    ],
)
def test_words_of_a_persona(persona, found):
    assert stated_levels(persona) == found


def test_a_recorded_level_goes_before_the_persona_s_words():
    recorded = {"big_five": {"session": {"extraversion": "low", "openness": "vary"}}}
    one = talk(
        "a", "hi", persona="outgoing, agreeable", extra={"simulation": {"controls": recorded}}
    )
    assert levels([one, talk("b", "hi", persona="a cook")]) == [
        {"extraversion": -1, "agreeableness": 1},
        {},
    ]


def test_traits_are_those_that_simulate_steers():
    assert sorted(TRAITS) == sorted(LINES)

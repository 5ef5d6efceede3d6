"""Personas: generic ones are one, informed ones are drawn by seed."""

from __future__ import annotations

from collections import Counter

import pytest

from usergap.errors import InputError
from usergap.simulate.persona import GENERIC_PERSONA, PersonaKind, persona_of
from usergap.simulate.scenarios.scenario import Scenario

FIVE = Scenario("s", "buy a boat", personas=("a", "b", "c", "d", "e"))


def test_the_generic_persona_is_always_the_same():
    assert persona_of(FIVE, PersonaKind.GENERIC, 3) == GENERIC_PERSONA


def test_an_informed_persona_is_fixed_by_seed_and_every_candidate_is_drawn():
    drawn = Counter(persona_of(FIVE, PersonaKind.INFORMED, seed) for seed in range(1000))
    again = Counter(persona_of(FIVE, PersonaKind.INFORMED, seed) for seed in range(1000))
    assert drawn == again
    # each is Binomial(1000, 1/5): mean 200, standard deviation 12.6; five of those = 63
    assert set(drawn) == set("abcde")
    assert all(137 <= count <= 263 for count in drawn.values())


def test_scenarios_with_the_same_candidates_draw_on_their_own():
    others = [Scenario(f"s{i}", "x", personas=FIVE.personas) for i in range(50)]
    assert len({persona_of(s, PersonaKind.INFORMED, 0) for s in others}) == 5


def test_an_informed_persona_needs_candidates():
    said = "scenario 's': personas: expected candidates .*`usergap scenarios --model"
    with pytest.raises(InputError, match=said):
        persona_of(Scenario("s", "x"), PersonaKind.INFORMED, 0)

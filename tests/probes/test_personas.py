"""Personas that say nothing."""

from __future__ import annotations

import pytest

from usergap.probes.personas import is_generic, named, persona_of
from usergap.simulate.persona import GENERIC_PERSONA

from .talks import talk


@pytest.mark.parametrize("persona", ["", "User", " a human user ", GENERIC_PERSONA])
def test_personas_that_say_nothing(persona):
    assert is_generic(persona)
    assert not named([talk("a", "hi", persona=persona), talk("b", "hi")])


def test_one_that_says_something_is_enough():
    assert named([talk("a", "hi"), talk("b", "hi", persona="a user of boats")])
    assert persona_of(talk("b", "hi", persona="a user\n of  boats")) == "a user of boats"

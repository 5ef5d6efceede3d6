"""A persona in the first person."""

from __future__ import annotations

import pytest

from usergap.probes.consistency_judges.persona import in_first_person
from usergap.probes.consistency_judges.rules import persona_facts


@pytest.mark.parametrize(
    ("persona", "told"),
    [
        ("i have two dogs.", "i have two dogs."),
        ("retired nurse", "I am a retired nurse."),
        ("a retired nurse", "I am a retired nurse."),
        ("You are a nurse and your dog is old.", "i am a nurse and my dog is old."),
        ("Ana works as a nurse. She has two dogs.", "i work as a nurse. i have two dogs."),
        ("", ""),
    ],
)
def test_as_its_owner_would_say_it(persona, told):
    assert in_first_person(persona) == told


def test_age_and_place_stand_in_the_opening_of_a_portrait():
    persona = (
        'Meet 49-year-old Alana "Al" Smith, a woman living in Denver. She has two sons. Her'
        " 12-year-old son plays golf."
    )
    found = {(fact.kind, fact.topic) for fact in persona_facts(persona)}
    assert {("age", "age"), ("home", "home"), ("children", "son")} <= found
    assert [f.worlds.low for f in persona_facts(persona) if f.kind == "age"] == [49]

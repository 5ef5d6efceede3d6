"""Cells: what is taken for a default, and what happens to cells that are too small."""

from __future__ import annotations

import pytest

from usergap.probes.caricatures.cells import EVERY_PERSONA, EVERY_TOPIC, FEWEST, cells

from ..talks import many


def arm(persona, domain, count=FEWEST):
    return many(f"{persona}-{domain}-", count, "hello", persona=persona, domain=domain)


def sizes(found):
    return {c.name: tuple(int(m.sum()) for m in (c.here, c.topic, c.persona)) for c in found}


def test_a_persona_that_says_nothing_and_a_topic_that_is_none_are_the_defaults():
    everyone = (
        arm("a sailor", "boats", 11)
        + arm("A human user", "boats", 12)
        + arm("a sailor", "comment", 13)
    )
    found = cells(everyone, {})
    assert sizes(found) == {("a sailor", "boats"): (11, 12, 13)}
    assert not found[0].borrowed


def test_defaults_that_are_named_replace_the_guess():
    everyone = arm("cook", "boats") + arm("sailor", "boats") + arm("sailor", "food")
    asked = {"persona_default": "Cook", "topic_default": "food"}
    assert sizes(cells(everyone, asked)) == {("sailor", "boats"): (10, 10, 10)}
    assert cells(everyone, {}) == []  # nobody is the default


def test_without_a_default_topic_the_pole_is_the_persona_on_others():
    everyone = arm("sailor", "boats") + arm("sailor", "food", 14) + arm("user", "boats")
    (found,) = cells(everyone, {})
    assert found.borrowed
    assert sizes([found]) == {("sailor", "boats"): (10, 10, 14)}


@pytest.mark.parametrize(
    ("domain", "name"),
    [(["boats"], (EVERY_PERSONA, "boats")), (["boats", "food"], (EVERY_PERSONA, EVERY_TOPIC))],
)
def test_cells_grow_where_they_hold_few_of_the_dialogues(domain, name):
    everyone = tuple(
        talk
        for i in range(FEWEST)
        for persona in (f"person {i}", "user")
        for talk in arm(persona, domain[i % len(domain)], 1)
    )
    assert sizes(cells(everyone, {})) == {name: (FEWEST, FEWEST, 0)}


def test_another_field_can_be_the_topic():
    everyone = many("a", 10, "hi", persona="cook", source="web") + many("b", 10, "hi", source="web")
    assert sizes(cells(everyone, {"topic": "source"})) == {("cook", "web"): (10, 10, 0)}

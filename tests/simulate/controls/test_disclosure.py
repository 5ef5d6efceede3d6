"""Pieces of a persona, and when each is due."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.simulate.controls.made import PERSONA, conversation
from usergap.simulate.controls.disclosure import Disclosure, pieces
from usergap.simulate.persona import GENERIC_PERSONA


def words(text):
    return re.findall(r"\w+", text)


def test_a_persona_falls_into_its_facts():
    assert pieces(PERSONA) == ("a baker from Oslo", "54", "has two cats", "Hates phones")
    assert pieces(GENERIC_PERSONA) == ()
    assert pieces("likes tea, and reads 1,000 books") == ("likes tea", "reads 1,000 books")


@given(st.lists(st.sampled_from(["tea", "a b", "x.", "y;", "z,", "and", "\n"]), max_size=12))
def test_no_word_of_a_persona_is_lost(parts):
    persona = " ".join(parts)
    kept = [word for piece in pieces(persona) for word in words(piece)]
    # ", and" between facts is the only word that may go
    assert [w for w in kept if w != "and"] == [w for w in words(persona) if w != "and"]


@given(st.integers(1, 6), st.integers(1, 3), st.integers(0, 12))
def test_at_most_one_new_fact_a_turn_and_none_before_the_first(first, every, turns):
    control = Disclosure(first, every)
    now = control.turn(conversation(turns))
    then = control.turn(conversation(turns + 1))
    assert 0 <= then.values["known"] - now.values["known"] <= 1
    if turns + 1 < first:
        assert now.persona == GENERIC_PERSONA
        assert now.lines == ()
        assert now.values == {"fact": None, "known": 0}
    known = pieces(PERSONA)[: now.values["known"]]
    for fact in pieces(PERSONA)[len(known) :]:
        assert fact not in now.persona  # what is not due is nowhere in the prompt
        assert not any(fact in line for line in now.lines)


def test_the_facts_of_each_turn():
    told = [Disclosure(first=2).turn(conversation(turns)).values["fact"] for turns in range(6)]
    assert told == [None, *pieces(PERSONA), None]

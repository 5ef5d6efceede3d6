"""Clauses in one spelling; what states nothing about the speaker is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.consistency_judges.clauses import clauses
from usergap.probes.consistency_judges.rules import facts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'm 30.", ["i am 30"]),
        ("im 30", ["i am 30"]),
        ("I really don't have any kids.", ["i do not have any kids"]),
        ("I've got two dogs, a cat and a car.", ["i have two dogs", "i have a cat and a car"]),
        ("I have two dogs, do you?", ["i have two dogs"]),
        ("I am 30, you?", ["i am 30"]),
        ("Do you have kids?", []),
        ("If I were a pilot, I would fly.", []),
        ("I used to live in Rome.", []),
        ("I want a car.", []),
        ("He wrote \"I am a nurse\" on it.", []),
        ("```\nI am a nurse\n```", []),
        ("word " * 41 + "I am 30.", []),
        ("", []),
        ("???", []),
    ],
)  # fmt: skip
def test_clauses_of_a_line(text, found):
    assert clauses(text) == found


@given(st.text(max_size=300))
def test_any_text_has_clauses_and_facts(text):
    assert all(clause == clause.strip() for clause in clauses(text))
    assert len(set(facts(text))) == len(facts(text))


def test_a_long_line_of_no_spaces_is_read_in_no_time():
    assert facts("i am" * 50_000) == ()

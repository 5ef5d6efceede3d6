"""Grounding acts: single turns by hand, and counts of a dialogue."""

from __future__ import annotations

import pytest

from usergap.probes.grounding.acts import acts, acts_of

from ..talks import talk


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Got it, thanks! Now the second one.", {"acknowledge"}),
        ("that makes sense", {"acknowledge"}),
        ("Please continue.", {"continuer"}),
        ("what else?", {"continuer"}),
        ("continue the story with a dragon that burns the whole town", set()),
        ("I meant the blue one.", {"repair"}),
        ("No, that is the old one.", {"repair"}),
        ("What do you mean by that?", {"clarification"}),
        ("I don’t understand", {"clarification"}),
        ("Okay, but what does amortised mean here?", {"acknowledge", "clarification"}),
        ("Write a poem about the sea.", set()),
        ("greatness is overrated", set()),
        ("", set()),
    ],
)
def test_acts_of_a_turn(text, kinds):
    assert acts_of(text) == kinds


def test_only_turns_after_an_answer_count():
    # the opening acknowledges nothing: 2 later turns, 1 with an act, which is a repair
    found = acts(talk("a", "Thanks in advance.", "I meant the blue one.", "Show me boats."))
    assert found == [2, 1, 0, 0, 1, 0]

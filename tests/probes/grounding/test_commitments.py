"""Commitments: stated, kept, broken, and what is no break."""

from __future__ import annotations

import pytest

from usergap.formats import read
from usergap.probes.grounding.commitments import Commitment, broken, commitments, kept

from ..talks import talk

PLANTED = [
    ("I don't want a window seat.", "I want a window seat please."),
    ("Please do not use any tables.", "Please use a table for the prices."),
    ("I won't pay extra fees, that is it.", "I will pay the extra fees."),
    ("I'll sell the old car.", "I'm not going to sell my old car."),
    ("I would like travel insurance", "I do not want travel insurance."),
    ("Don't mention the weather.", "Can you mention the weather in the opening?"),
]


@pytest.mark.parametrize(("first", "later"), PLANTED)
def test_planted_breaks_are_found(first, later):
    (found,) = broken(talk("a", first, "Tell me about the price.", later))
    assert (found.said, found.turn, found.text) == (1, 3, later)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("I don't want a window seat.", "I want an aisle seat."),  # another thing
        ("I don't want a window seat.", "I changed my mind, I want a window seat."),
        ("I don't want a window seat.", "Actually I want a window seat."),
        ("I don't want a window seat.", "If it is free I want a window seat."),
        ("I don't want it.", "I want it."),  # points, to what is not known
        ("I want a window seat.", "I want a window seat."),
        ('She said "I don\'t want a dog".', "I want a dog."),
        ("I don't want a dog. " + "word " * 100, "I want a dog."),  # pasted
    ],
)
def test_what_is_no_break(first, later):
    assert broken(talk("a", first, "Tell me about the price.", later)) == []


def test_one_turn_cannot_break_itself():
    assert broken(talk("a", "I want a dog. I don't want a dog.")) == []


def test_a_commitment_has_polarity_and_content_words():
    assert commitments("I really don't want the two red boats in the garden") == [
        Commitment("want", ("two", "red", "boat"), False)
    ]
    assert commitments("I will call my sister.") == [Commitment("call", ("sister",), True)]


def test_what_is_counted_of_a_dialogue():
    assert kept(talk("a", "I want a dog.")) == (False, False, False)
    assert kept(talk("a", "I want a dog.", "Thanks.")) == (True, True, False)
    assert kept(talk("a", "I want a dog.", "I don't want a dog.")) == (True, True, True)


def test_people_raise_no_alarm(data):
    """The rule's false alarms on 719 real dialogues, of which over 200 state something: none."""
    people = [kept(dialogue) for dialogue in read(data / "realsim" / "real.jsonl")]
    assert sum(stated for _, stated, _ in people) > 200
    assert sum(broke for _, _, broke in people) == 0

"""Flipping: K user turns give K + 1 samples, the last the end; what is said before is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.train.talks import talk
from usergap.dialogues import Dialogue, Message
from usergap.simulate.participant import END_TOKEN
from usergap.train.flipping.samples import flip, flip_all, sample_record

U, A = (lambda text: Message("user", text)), (lambda text: Message("assistant", text))


def test_a_dialogue_of_two_turns_by_hand():
    told = Dialogue("d", (U("hi"), A("hello"), U("bye"), A("goodbye")), scenario=" greet ")
    assert [(s.number, s.said, s.target) for s in flip(told)] == [
        (1, (), "hi"),
        (2, (U("hi"), A("hello")), "bye"),
        (3, (U("hi"), A("hello"), U("bye"), A("goodbye")), END_TOKEN),
    ]
    assert {s.intent for s in flip(told)} == {"greet"}
    assert [s.ends for s in flip(told)] == [False, False, True]


@given(st.integers(1, 9), st.integers(0, 99))
def test_k_turns_give_k_plus_one_samples(turns, number):
    dialogue = talk(number, turns)
    samples = flip(dialogue)
    assert len(samples) == turns + 1
    assert [s.target for s in samples[:-1]] == [turn.text for turn in dialogue.turns]
    assert [len(s.said) for s in samples] == [2 * k for k in range(turns + 1)]


def test_nobody_saw_what_came_after_a_last_message_of_the_users():
    assert [s.target for s in flip(Dialogue("d", (U("hi"), A("hello"), U("well"))))] == [
        "hi",
        "well",
    ]


def test_empty_turns_and_shared_context_are_read_but_not_learnt():
    told = Dialogue("d", (U("old"), A("a"), U("  "), A("b"), U("new"), A("c")), context_length=2)
    assert [(s.number, s.target, len(s.said)) for s in flip(told)] == [
        (2, "new", 4),
        (3, END_TOKEN, 6),
    ]


def test_a_user_sees_neither_system_nor_tool_messages():
    told = Dialogue("d", (Message("system", "be kind"), U("hi"), Message("tool", "{}"), A("yes")))
    assert [s.said for s in flip(told)] == [(), (U("hi"), A("yes"))]


def test_without_user_text_there_is_no_sample():
    assert flip(Dialogue("d", (A("hello"),))) == []
    assert flip(Dialogue("d", (U(""), A("hello")))) == []


def test_samples_know_their_dialogue():
    both = [talk(1), talk(2, 1)]
    samples = flip_all(both)
    assert [s.dialogue for s in samples] == [0, 0, 0, 1, 1]
    record = sample_record(samples[4], both[1])
    assert (record["dialogue"], record["turn"], record["target"]) == ("d2", 2, END_TOKEN)
    assert record["messages"][0]["role"] == "user"

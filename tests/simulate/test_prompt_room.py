"""Prompts that are too long: what the user wants stays, the oldest turns go whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.llm import Message
from usergap.simulate.prompt_room import Cut, counted, fitted, prompt_room, turns_of

INTENT = Message("system", "want a boat")


def spell(some):
    """Each message is `role: words ;`, and the user's turn is opened."""
    return " ".join([*(f"{m.role}: {m.content} ;" for m in some), "user:"]), False


def fit(messages, room):
    """One token a word."""
    return fitted(messages, room, spell, str.split)


def said(*texts):
    roles = ("user", "assistant")
    return [INTENT, *(Message(roles[i % 2], text) for i, text in enumerate(texts))]


TALK = said("a b", "c d e", "f", "g h i j")
# head 5 (role, three words, ;), turns 4 + 5 and 3 + 6, opening 1: 24 in all


@pytest.mark.parametrize(
    ("room", "left", "cut"),
    [
        (24, spell(TALK)[0], Cut()),
        (23, "system: want a boat ; user: f ; assistant: g h i j ; user:", Cut(1)),
        (15, "system: want a boat ; user: f ; assistant: g h i j ; user:", Cut(1)),
        # the last turn is too long by one word, then by all of them
        (14, "system: want a boat ; user: f ; assistant: h i j ; user:", Cut(1, message=True)),
        (12, "system: want a boat ; user: f ; assistant: j ; user:", Cut(1, message=True)),
        # nothing would be left of the answer beside what it answers: it stands alone
        (11, "system: want a boat ; assistant: h i j ; user:", Cut(2, message=True)),
        (9, "system: want a boat ; assistant: j ; user:", Cut(2, message=True)),
        (8, "system: want a boat ; user:", Cut(2)),
        (6, "system: want a boat ; user:", Cut(2)),
        (5, "system: want a ; user:", Cut(2, head=True)),
        (4, "system: want ; user:", Cut(2, head=True)),
        (1, "user:", Cut(2, head=True)),
        (0, "user:", Cut(2, head=True)),  # longer than the room: nothing is left to lose
    ],
)  # fmt: skip
def test_what_goes_first_by_hand(room, left, cut):
    found = fit(TALK, room)
    assert found.prompt == left
    assert found.cut == cut
    assert found.ids == tuple(left.split())


def test_a_greeting_is_a_turn_and_users_may_speak_twice():
    hello, one, two, answer = (
        Message("assistant", "hi"), Message("user", "a"), Message("user", "b"),
        Message("assistant", "c"),
    )  # fmt: skip
    assert turns_of([hello, one, two, answer]) == [[hello], [one], [two, answer]]
    assert turns_of([]) == []


def test_a_user_message_without_an_answer_loses_its_beginning_too():
    found = fit([INTENT, Message("user", "a b c d")], 9)
    assert found.prompt == "system: want a boat ; user: d ; user:"
    assert found.cut == Cut(0, message=True)


def test_an_answer_to_what_does_not_fit_stands_alone_and_whole():
    found = fit(said("a b", "c d e", "f f f f f f f f", "g"), 12)
    assert found.prompt == "system: want a boat ; assistant: g ; user:"
    assert found.cut == Cut(2)


@pytest.mark.parametrize("letters", ["boats are", "船は", "x" * 50])
def test_an_answer_fills_the_room_and_begins_with_a_word_where_there_are_spaces(letters):
    """A token a letter, in an answer of thousands."""
    text = " ".join([letters] * 400) if " " in letters else letters * 400
    talk = [INTENT, Message("user", "f"), Message("assistant", text)]
    tries = []

    def ids(prompt):
        tries.append(prompt)
        return list(prompt)

    found = fitted(talk, 200, spell, ids)
    left = found.prompt.removesuffix(" ; user:").rpartition("assistant: ")[2]
    assert text.endswith(left)
    assert 200 - len(letters) <= len(found.ids) <= 200
    if " " in letters:
        assert left.split()[0] in letters.split()
    assert len(tries) < 14


def test_room_is_kept_for_the_message_but_no_more_than_a_quarter():
    assert prompt_room(2048) == 2048 - 256
    assert prompt_room(2048, 64) == 2048 - 256  # as in training, whatever is asked for
    assert prompt_room(2048, 400) == 2048 - 400
    assert prompt_room(2048, 4000) == 1536
    assert prompt_room(256) == 192
    assert prompt_room(8) == 6


def test_cuts_are_counted():
    assert counted([Cut(), Cut(3), Cut(1, message=True), Cut(0, head=True)]) == {
        "prompts_cut": 3, "turns_dropped": 4, "last_messages_cut": 1, "intents_cut": 1,
    }  # fmt: skip


WORDS = st.text("ab ", max_size=12).map(lambda t: " ".join(t.split()) or "a")
TALKS = st.lists(st.tuples(st.sampled_from(["user", "assistant"]), WORDS), max_size=8)


@given(TALKS, st.integers(0, 60), st.booleans())
def test_it_fits_keeps_the_head_and_wastes_no_turn(talk, room, headed):
    turns = [Message(role, text) for role, text in talk]
    head = [INTENT] if headed else []
    found = fit([*head, *turns], room)
    opened = len(spell(head)[0].split())
    if room >= opened:
        assert len(found.ids) <= room
        assert not found.cut.head
        assert found.prompt.startswith(spell(head)[0].removesuffix("user:"))
    every = turns_of(turns)
    if not found.cut.message and not found.cut.head:
        kept = [m for turn in every[found.cut.turns :] for m in turn]
        alone = [] if kept else turns[-1:]  # of the last turn its last message may stay
        assert found.prompt in (spell([*head, *kept])[0], spell([*head, *alone])[0])
    if found.cut.turns and room >= opened:  # one turn more would not have fitted
        more = [m for turn in every[found.cut.turns - 1 :] for m in turn]
        assert len(spell([*head, *more])[0].split()) > room
    if found.cut.message:
        words = turns[-1].content.split()
        own = found.prompt.removesuffix(" ; user:").rpartition(": ")[2].split()
        assert own
        assert "".join(words).endswith("".join(own))

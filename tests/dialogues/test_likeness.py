"""One dialogue under two ids is known by what its user said."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.dialogues.likeness import FEWEST_WORDS, said_hash

texts = st.lists(st.text("ab \n", max_size=12), max_size=6)


def made(said, name="d", answer="so"):
    pairs = ((Message("user", text), Message("assistant", answer)) for text in said)
    return Dialogue(name, tuple(message for pair in pairs for message in pair))


@given(texts)
def test_ids_answers_case_and_white_space_do_not_matter(said):
    first = made(said)
    other = made([f"  {text.upper()} \n" for text in said], "e", "another answer")
    assert said_hash(first) == said_hash(other)
    assert (said_hash(first) is None) == (sum(len(t.split()) for t in said) < FEWEST_WORDS)


@given(texts, texts)
def test_other_words_and_other_turns_have_other_hashes(one, other):
    long = ["a b a b a b a b"]
    one, other = long + one, long + other
    same = [t.split() for t in one] == [t.split() for t in other]
    assert (said_hash(made(one)) == said_hash(made(other))) == same


def test_shared_context_is_not_what_the_user_said():
    dialogue = made(["a b c d e f g h", "a b c d e f g h i"])
    assert said_hash(dialogue) != said_hash(replace(dialogue, context_length=2))

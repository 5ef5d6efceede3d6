"""What an assistant's message does."""

from __future__ import annotations

import pytest

from usergap.simulate.agenda.hearing import hear


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Tie the end around the post first.", {"answers"}),
        ("Which post do you have?", {"asks"}),
        ("Tie it around the post first. Which post is it?", {"answers", "asks"}),
        ("Do you mean the long post?", {"confirms"}),
        ("I'm sorry, I can't help with posts.", {"refuses"}),
        ("Tie the end around it. Anything else?", {"answers", "offers_more"}),
        ("Sure.", set()),
        ("", set()),
        ("Goodbye and take care of your post!", {"answers", "says_bye"}),
    ],
)
def test_acts(text, acts):
    heard = hear(text)
    found = {
        name
        for name in (
            "answers", "asks", "confirms", "offers_more", "refuses", "says_bye", "repeats",
        )
        if getattr(heard, name)
    }  # fmt: skip
    assert found == acts


def test_a_message_said_before_is_no_answer():
    text = "Tie the end around the post first."
    heard = hear(text, ["Hello.", text])
    assert heard.repeats
    assert not heard.answers


def test_the_words_of_questions_are_kept():
    assert hear("A long text. Which post do you want?").asked == {"post"}

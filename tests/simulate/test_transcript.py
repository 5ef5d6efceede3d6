"""Conversations as plain text for base models."""

from __future__ import annotations

import pytest

from usergap.llm import Message
from usergap.simulate.transcript import first_message, folded, transcript

TALK = [Message("system", "Ask."), Message("user", "one\ntwo"), Message("assistant", "three")]


def test_each_sees_itself_as_you():
    assert transcript(TALK, "user") == "Ask.\n\nYou: one two\nThem: three\nYou:"
    assert transcript(TALK, "assistant") == "Ask.\n\nThem: one two\nYou: three\nYou:"
    assert transcript(TALK[:1], "user") == "Ask.\n\nYou:"


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" yes\nThem: no", "yes"), ("yes\n\nA story", "yes"), ("\n a\nb ", "a\nb"), ("", "")],
)
def test_only_the_first_message_is_kept(text, kept):
    assert first_message(text) == kept


def test_system_messages_open_the_first_users_message():
    assert folded(TALK) == [Message("user", "Ask.\n\none\ntwo"), TALK[2]]
    assert folded(TALK[:1]) == [Message("user", "Ask.")]
    assert folded([TALK[0], TALK[2]]) == [Message("user", "Ask."), TALK[2]]

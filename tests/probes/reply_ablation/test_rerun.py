"""Conversations run again: who says what, and what a failed answer does."""

from __future__ import annotations

from usergap.dialogues import Dialogue, Message
from usergap.llm import Ending, Result
from usergap.probes.reply_ablation.rerun import NEUTRAL, rerun

from ..talks import talk


def echo(requests):
    """Answers with the number of messages that it was shown, and fails where it is told to."""
    return [
        Result(Ending.REFUSED)
        if r.messages[-1].content == "fail"
        else Result(Ending.ANSWERED, f"seen {len(r.messages)}")
        for r in requests
    ]


def said(dialogue):
    return [(m.role[0], m.content) for m in dialogue.messages]


def test_own_replies_are_kept_and_answers_are_new():
    (found,) = rerun([talk("a", "one", "two", answer="old")], echo, neutral=False)
    assert said(found) == [("u", "one"), ("a", "seen 1"), ("u", "two"), ("a", "seen 3")]


def test_neutral_replies_stand_after_the_opening():
    long, short = rerun([talk("a", "one", "two", "three"), talk("b", "x")], echo, neutral=True)
    assert [text for role, text in said(long) if role == "u"] == ["one", NEUTRAL, NEUTRAL]
    assert said(short) == [("u", "x"), ("a", "seen 1")]


def test_what_stood_before_the_user_stays_and_tools_go():
    messages = (
        Message("system", "be kind"), Message("user", "context"), Message("assistant", "c"),
        Message("user", "one"), Message("tool", "data"), Message("assistant", "old"),
    )  # fmt: skip
    (found,) = rerun([Dialogue("a", messages, context_length=3)], echo, neutral=False)
    assert said(found) == [
        ("s", "be kind"), ("u", "context"), ("a", "c"), ("u", "one"), ("a", "seen 4"),
    ]  # fmt: skip


def test_one_failed_answer_ends_that_conversation_alone():
    found = rerun([talk("a", "fail", "two"), talk("b", "one", "two")], echo, neutral=False)
    assert found[0] is None
    assert len(found[1].messages) == 4

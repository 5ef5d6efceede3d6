"""What is read of a dialogue: turns in place, answers before and after, both ends."""

from __future__ import annotations

from usergap.annotators.turn_view import ANSWER_HEAD, ANSWER_TAIL, USER_END, ends, view
from usergap.dialogues import Dialogue, Message


def talk(*pairs: tuple[str, str], context: int = 0) -> Dialogue:
    return Dialogue("d", tuple(Message(r, t) for r, t in pairs), context_length=context)  # type: ignore[arg-type]


def test_answers_before_and_after_each_turn():
    shown = view([talk(("user", "a"), ("assistant", "X"), ("user", "b"), ("assistant", "Y"))])
    assert shown.texts == ["a", "b"]
    assert [shown.answers[i] for i in shown.before] == ["", "X"]
    assert [shown.answers[i] for i in shown.after] == ["X", "Y"]
    assert shown.turn.tolist() == [0, 1]
    assert shown.turns.tolist() == [2, 2]


def test_consecutive_turns_share_the_answer_before_and_only_the_last_has_the_reply():
    shown = view([talk(("user", "a"), ("user", "b"), ("assistant", "X"))])
    assert [shown.answers[i] for i in shown.after] == ["", "X"]


def test_empty_answers_and_system_messages_are_no_answers():
    shown = view([talk(("system", "S"), ("user", "a"), ("assistant", "  "), ("user", "b"))])
    assert shown.before.tolist() == [0, 0]


def test_dialogues_do_not_see_each_other():
    one = talk(("user", "a"), ("assistant", "X"))
    shown = view([one, one])
    assert shown.before.tolist() == [0, 0]
    assert shown.dialogue.tolist() == [0, 1]


def test_shared_context_is_seen_but_not_measured():
    shown = view([talk(("user", "a"), ("assistant", "X"), ("user", "b"), context=2)])
    assert shown.texts == ["b"]
    assert shown.answers[shown.before[0]] == "X"


def test_long_messages_are_read_at_both_ends():
    text = "a" * 5000 + "b" * 5000
    shown = view([talk(("user", text), ("assistant", text))])
    assert len(shown.texts[0]) == 2 * USER_END + 1
    assert shown.texts[0][0] == "a"
    assert shown.texts[0][-1] == "b"
    assert len(shown.heads[1]) == ANSWER_HEAD
    assert len(shown.tails[1]) == ANSWER_TAIL


def test_ends_by_hand():
    assert ends("abcdef", 2, 3) == "ab def"
    assert ends("abcde", 2, 3) == "abcde"

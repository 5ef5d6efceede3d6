"""What tells files apart is gone; how people write stays."""

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.study.artefacts import messages_of, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I’m “here” – ok…", 'I\'m "here" - ok...'),
        ("ask NAME_12 or EMAIL_3", "ask NAME or EMAIL"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n \n\n\nb  ", "a\n\nb"),
        ("a\u00a0b\u200bc\ufeff\u202ed\x07", "a bcd"),
        ("i dont knwo\twhat TO do", "i dont knwo\twhat TO do"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),  # a joined emoji stays one
        ("cafe\u0301", "café"),
    ],
)
def test_plain(text, shown):
    assert plain(text) == shown
    assert plain(shown) == shown


def said(*texts: str) -> Dialogue:
    roles = ("user", "assistant")
    return Dialogue("d", tuple(Message(roles[at % 2], text) for at, text in enumerate(texts)))


def test_both_kinds_of_files_end_at_the_users_last_message():
    real = messages_of(said("hi", "yes?", "thanks", "bye"))
    simulated = messages_of(said("hi", "yes?", "thanks <|endconversation|>"))
    assert (
        [one["text"] for one in real]
        == ["hi", "yes?", "thanks"]
        == [one["text"] for one in simulated]
    )
    bare = messages_of(said("hi", "yes?", "<|endconversation|>"))
    assert [one["text"] for one in bare] == ["hi"]


def test_at_most_so_many_turns():
    shown = messages_of(said("1", "a", "2", "b", "3"), most=2)
    assert [one["text"] for one in shown] == ["1", "a", "2"]

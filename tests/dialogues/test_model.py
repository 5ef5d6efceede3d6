import pickle

from usergap.dialogues import Dialogue, Message


def said(*messages: tuple[str, str]) -> tuple[Message, ...]:
    return tuple(Message(role, content) for role, content in messages)  # type: ignore[arg-type]


def test_turns_are_user_messages_with_the_answer_before_them() -> None:
    messages = said(
        ("system", "be kind"), ("user", "one"), ("assistant", "A"), ("tool", "result"),
        ("assistant", " "), ("user", "two"), ("user", "three"),
    )  # fmt: skip
    turns = Dialogue("d", messages).turns
    assert [(t.number, t.text, t.answer) for t in turns] == [
        (1, "one", ""), (2, "two", "A"), (3, "three", "A"),
    ]  # fmt: skip


def test_dialogues_travel_between_processes() -> None:
    dialogue = Dialogue("d", said(("user", "one")))
    assert len(dialogue.turns) == 1
    again = pickle.loads(pickle.dumps(dialogue))
    assert again == dialogue
    assert hash(again) == hash(dialogue)
    assert dict(again.extra) == {}


def test_the_context_of_a_reply_set_is_seen_and_not_measured() -> None:
    messages = said(("user", "one"), ("assistant", "A"), ("user", "reply"))
    (turn,) = Dialogue("d", messages, context_id="c", context_length=2).turns
    assert (turn.number, turn.text, turn.answer) == (1, "reply", "A")

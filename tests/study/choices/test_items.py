"""Items of choices: the same task on both sides, no names, every pair of teachers as often."""

from collections import Counter

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.study.choices.items import CHECK, choice_items

FIRST = "My lamp is broken"


def replies(name, tasks, *, same=()):
    """One dialogue a task: the same question, and an answer of the teacher's."""
    found = []
    for task in tasks:
        answer = "the same" if task in same else f"{name} of {task}"
        said = (Message("user", FIRST), Message("assistant", answer))
        found.append(Dialogue(f"{name}-{task}", said, scenario_id=str(task)))
    return found


def drawn(teachers, count=6, checks=0, seed=0, **more):
    return choice_items(teachers, count=count, checks=checks, seed=seed, **more)


def test_an_item_shows_what_both_begin_with_once():
    found = drawn({"x": replies("x", [1]), "y": replies("y", [1])})
    (item,) = found.items
    assert item.shown == {
        "context": [{"role": "user", "text": FIRST}],
        "left": [{"role": "assistant", "text": "x of 1"}],
        "right": [{"role": "assistant", "text": "y of 1"}],
    }
    assert item.truth == {"task": "1", "a": "x", "b": "y"}


def test_one_that_goes_on_where_the_other_ends_shows_something_on_both_sides():
    long = Dialogue(
        "l", (Message("user", FIRST), Message("assistant", "a"), Message("user", "b")),
        scenario_id="1",
    )  # fmt: skip
    short = Dialogue("s", (Message("user", FIRST), Message("assistant", "a")), scenario_id="1")
    (item,) = drawn({"x": [long], "y": [short]}).items
    assert [len(item.shown[name]) for name in ("context", "left", "right")] == [1, 2, 1]


def test_without_the_chatbot_s_last_answer_users_are_judged():
    said = (Message("user", FIRST), Message("assistant", "a"))
    other = (Message("user", "another"), Message("assistant", "a"))
    teachers = {
        "x": [Dialogue("1", said, scenario_id="1")],
        "y": [Dialogue("1", other, scenario_id="1")],
    }
    (item,) = drawn(teachers, whole=False).items
    assert [one["role"] for one in item.shown["left"]] == ["user"]


def test_every_pair_of_teachers_is_as_often():
    teachers = {name: replies(name, range(10)) for name in "xyz"}
    found = drawn(teachers, count=12)
    pairs = Counter((one.truth["a"], one.truth["b"]) for one in found.items)
    assert pairs == {("x", "y"): 4, ("x", "z"): 4, ("y", "z"): 4}
    assert found == drawn(teachers, count=12)
    assert found != drawn(teachers, count=12, seed=1)
    assert all(one.apart == (one.truth["task"],) for one in found.items)


def test_no_item_shows_a_teacher_s_name():
    teachers = {"secret-x": replies("x", range(4)), "secret-y": replies("y", range(4))}
    assert "secret" not in str([one.shown for one in drawn(teachers, checks=1).items])


def test_what_both_say_alike_is_left_out_and_counted():
    teachers = {"x": replies("x", range(5), same=(0, 1)), "y": replies("y", range(5), same=(0, 1))}
    found = drawn(teachers, count=10)
    assert (len(found.items), found.alike) == (3, 2)


def test_a_check_looks_like_others_until_its_left_side_is_read():
    teachers = {"x": replies("x", range(5)), "y": replies("y", range(5))}
    *usual, check = drawn(teachers, count=4, checks=1).items
    assert len(usual) == 4
    assert check.attention
    assert check.number == 4
    assert check.shown["left"][-1]["text"].endswith(CHECK)
    assert check.shown["left"][-1]["text"].startswith("x of ")
    assert check.shown["right"] not in [one.shown["right"] for one in usual], "not shown elsewhere"


def test_teachers_must_share_tasks_in_a_chain():
    with pytest.raises(InputError, match="z: expected dialogues of tasks"):
        drawn({"x": replies("x", [1]), "y": replies("y", [1]), "z": replies("z", [2])})
    chain = {"x": replies("x", [1]), "y": replies("y", [1, 2]), "z": replies("z", [2])}
    assert len(drawn(chain).items) == 2
    with pytest.raises(InputError, match="two or more"):
        drawn({"x": replies("x", [1])})

"""Any Python function, or user object, as the user."""

from __future__ import annotations

import asyncio

import pytest

from usergap.errors import InputError
from usergap.simulate.making import Workshop
from usergap.simulate.registry import make_user
from usergap.simulate.stop import StopReason

from ..talks import talk

CODE = """
class Whole:
    name, version, family, settings, parents = "whole", "3", "rule", {}, ("r1",)
    async def reply(self, conversation):
        return "whole"

class Half:
    name = "half"
    async def reply(self, conversation):
        return "half"

def say(conversation):
    return f"turn {conversation.user_turns}" if conversation.user_turns < 2 else None

async def later(conversation):
    return "later <|endconversation|>"

whole, half, number = Whole(), Half(), 7
"""


@pytest.fixture(autouse=True)
def module(tmp_path, monkeypatch):
    (tmp_path / "own_users.py").write_text(CODE)
    monkeypatch.syspath_prepend(tmp_path)


def made(user, **options):
    tail = "".join(f",{key}={value}" for key, value in options.items())
    return asyncio.run(make_user(f"function:own_users:{user}{tail}", Workshop()))


def test_a_function_is_asked_turn_by_turn():
    outcome, _ = talk(made("say"))
    assert [m.content for m in outcome.messages if m.role == "user"] == ["turn 0", "turn 1"]
    assert outcome.stop is StopReason.USER_EXHAUSTED


def test_an_async_function_may_end_and_is_named():
    user = made("later", name="mine", version="2")
    outcome, _ = talk(user, min_turns=1)
    assert (outcome.stop, user.name, user.version) == (StopReason.USER_ENDED, "mine", "2")
    assert user.settings["function"] == "own_users:later"


def test_a_user_object_is_taken_as_it_is():
    assert made("whole").parents == ("r1",)


@pytest.mark.parametrize(
    ("name", "told"),
    [("half", "expected version"), ("number", "a function"), ("Whole", "a function")],
)
def test_what_is_no_user_is_told(name, told):
    with pytest.raises(InputError, match=told):
        made(name)

"""Types of users: named, spread over the scenarios, told in the prompt and recorded."""

from __future__ import annotations

import asyncio

import pytest

from usergap.errors import InputError
from usergap.simulate.making import Workshop
from usergap.simulate.registry import control_kinds, make_control
from usergap.simulate.steering.user_types import TYPES

from .made import scenarios


def made(spec):
    return asyncio.run(make_control(spec, Workshop()))


def test_the_list_shows_every_type():
    assert all(name in control_kinds()["type"].summary for name in TYPES)
    assert {"informative", "expert", "critical", "clarity-seeking"} < set(TYPES)
    assert len(set(TYPES.values())) == len(TYPES)


def test_one_type_is_everybodys_and_several_are_shared_out():
    runs = scenarios(10)
    critical = made("type:critical")
    assert {critical.session(each, 0).lines for each in runs} == {(TYPES["critical"],)}
    both = made("type:critical+novice").over(runs, 0)
    given = [both.session(each, 0).values["type"] for each in runs]
    assert sorted(given) == ["critical"] * 5 + ["novice"] * 5
    assert len({made("type").session(each, 0).values["type"] for each in scenarios(200)}) == len(
        TYPES
    )


@pytest.mark.parametrize("spec", ["type:cheerful", "type:novice+novice", "type:novice+"])
def test_an_unknown_type_is_told_what_there_is(spec):
    with pytest.raises(InputError, match="informative, expert"):
        made(spec)

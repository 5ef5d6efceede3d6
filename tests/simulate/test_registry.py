"""SPECs: what they may name, and what is said to those that name nothing."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.simulate.kind import Kind, parse_spec
from usergap.simulate.making import Workshop
from usergap.simulate.model import Sampling
from usergap.simulate.registry import assistant_kinds, make_assistant, make_user, user_kinds

NAME = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUE = st.text("abc/.:-01 ", max_size=9)


@given(NAME, st.text("abc/.:,-", max_size=12), st.dictionaries(NAME, VALUE, max_size=3))
def test_a_spec_gives_back_what_was_written(kind, argument, options):
    tail = "".join(f",{name}={value}" for name, value in options.items())
    spec = parse_spec(f"{kind}:{argument}{tail}")
    assert (spec.kind, spec.argument, dict(spec.options)) == (kind, argument, options)


@pytest.mark.parametrize(
    ("text", "argument", "options"),
    [
        ("scripted,around=no", "", {"around": "no"}),
        ("chat:hf:/m/a,b", "hf:/m/a,b", {}),
        ("chat:m,system=a=b.txt", "m", {"system": "a=b.txt"}),
    ],
)
def test_commas_and_colons_stay_where_they_belong(text, argument, options):
    spec = parse_spec(text)
    assert (spec.argument, dict(spec.options)) == (argument, options)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected KIND"),
        ("nobody", "expected one of"),
        ("markov", "expected markov:FILE"),
        ("markov:x.jsonl,colour=red", "expected order; found 'colour'"),
        ("markov:x,order=1,order=2", "found it twice"),
        ("chat:gpt", "--base-url"),
    ],
)
def test_a_spec_that_names_nothing_is_told_what_there_is(text, told):
    with pytest.raises(InputError, match=told):
        asyncio.run(make_user(text, Workshop()))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("temperature=-1", "temperature: expected 0 or more, found -1"),
        ("temperature=nan", "temperature: expected 0 or more, found nan"),
        ("temperature=inf", "temperature: expected 0 or more, found inf"),
        ("top_p=1.5", "top_p: expected a number from 0 to 1, found 1.5"),
        ("max_tokens=0", "max_tokens: expected 1 or more, found 0"),
    ],
)
def test_sampling_that_no_model_can_do_is_told_before_any_call(options, told):
    with pytest.raises(InputError, match=f"chat: {told}"):
        Workshop().sampling(parse_spec(f"chat:m,{options}"))


def test_sampling_is_what_the_spec_says():
    made = Workshop().sampling(parse_spec("chat:m,temperature=0,top_p=0.9,max_tokens=7"))
    assert (made.temperature, made.top_p, made.max_tokens) == (0.0, 0.9, 7)
    assert Workshop().sampling(parse_spec("chat:m")) == Sampling(1.0, None, None)


def test_a_function_of_the_user_s_own_answers(tmp_path, monkeypatch):
    (tmp_path / "own_bot.py").write_text("def answer(conversation):\n    return 'hello'\n")
    monkeypatch.syspath_prepend(tmp_path)
    made = asyncio.run(make_assistant("function:own_bot:answer", Workshop()))
    assert (made.name, asyncio.run(made.reply(None))) == ("answer", "hello")
    with pytest.raises(InputError, match="no attribute"):
        asyncio.run(make_assistant("function:own_bot:nothing", Workshop()))


def test_every_kind_has_one_name_and_says_what_it_is():
    for kinds in (user_kinds(), assistant_kinds()):
        assert kinds
        assert all(isinstance(kind, Kind) and kind.summary for kind in kinds.values())

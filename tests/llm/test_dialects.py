"""How bodies are read: the spellings that different servers use."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usergap.llm import Ending, Message, Request, Usage
from usergap.llm.dialects import DIALECTS, MalformedError
from usergap.llm.dialects.dialect import read_usage, schema_in_words

CHAT, MESSAGES = DIALECTS["chat"], DIALECTS["messages"]


def chat(message, finish="stop", **more):
    return {"choices": [{"message": message, "finish_reason": finish}], **more}


READ = [
    (chat({"content": "hi"}), Ending.ANSWERED, "hi"),
    (chat({"content": "hi"}, None), Ending.ANSWERED, "hi"),  # llama.cpp, some proxies
    (chat({"content": ""}), Ending.ANSWERED, ""),
    (chat({"content": [{"type": "text", "text": "a"}, {"text": "b"}]}), Ending.ANSWERED, "ab"),
    (chat({"content": None, "refusal": "no"}), Ending.REFUSED, "no"),
    (chat({"content": "par"}, "content_filter"), Ending.REFUSED, "par"),
    (chat({"content": "par"}, "length"), Ending.TRUNCATED, "par"),
    (chat({"content": None}, "length"), Ending.TRUNCATED, ""),  # all spent on reasoning
]


@pytest.mark.parametrize(("body", "ending", "text"), READ)
def test_chat_answers_are_read(body, ending, text):
    result = CHAT.read(body)
    assert (result.ending, result.text) == (ending, text)


BROKEN = [
    {}, {"choices": []}, {"choices": None}, {"choices": [3]}, {"choices": [{}]},
    chat({"content": None}), chat({"content": 3}), chat({"content": "x"}, "error"),
    chat({"content": []}), chat(None),
]  # fmt: skip


@pytest.mark.parametrize("body", BROKEN)
def test_chat_bodies_without_an_answer_are_malformed(body):
    with pytest.raises(MalformedError):
        CHAT.read(body)


ODD = [[], {}, 3, None, "text", [[]], [{}], [{"type": []}], {"text": {}}]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_any_place_are_read_or_malformed(odd):
    bodies = [
        {"choices": odd}, {"choices": [odd]}, chat(odd), chat({"content": odd}), chat({}, odd),
        chat({"content": "x"}, odd), {"content": odd}, {"content": [odd]},
        {"content": [block("x")], "stop_reason": odd}, {"content": [], "stop_reason": odd},
    ]  # fmt: skip
    for body in bodies:
        for dialect in DIALECTS.values():
            try:
                assert isinstance(dialect.read(body).text, str)
            except MalformedError:
                continue


def block(text):
    return {"type": "text", "text": text}


READ_MESSAGES = [
    ([block("a"), block("b")], "end_turn", Ending.ANSWERED, "ab"),
    ([{"type": "thinking", "thinking": "…"}, block("b")], "end_turn", Ending.ANSWERED, "b"),
    ([{"type": "tool_use", "input": {"x": 1}}], "tool_use", Ending.ANSWERED, '{"x": 1}'),
    ([], "end_turn", Ending.ANSWERED, ""),
    ([block("par")], "max_tokens", Ending.TRUNCATED, "par"),
    ([], "refusal", Ending.REFUSED, ""),
]


@pytest.mark.parametrize(("blocks", "stop", "ending", "text"), READ_MESSAGES)
def test_messages_answers_are_read(blocks, stop, ending, text):
    result = MESSAGES.read({"content": blocks, "stop_reason": stop})
    assert (result.ending, result.text) == (ending, text)


@pytest.mark.parametrize("body", [{}, {"content": "x"}, {"content": [3]}, {"content": []},
                                  {"content": [{"type": "text"}]}])  # fmt: skip
def test_messages_bodies_without_an_answer_are_malformed(body):
    with pytest.raises(MalformedError):
        MESSAGES.read(body)


KEYS = ["message", "content", "text", "type", "finish_reason", "logprobs"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from(KEYS), v, max_size=4),
    max_leaves=12,
)
BODY = st.sampled_from(["choices", "content", "usage", "model", "stop_reason"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(BODY, JSON))
def test_any_body_is_an_answer_or_malformed_and_nothing_else(body):
    for dialect in DIALECTS.values():
        try:
            result = dialect.read(body)
        except MalformedError:
            continue
        assert isinstance(result.text, str)


@pytest.mark.parametrize("usage", [
    None, 3, {}, {"p": 1}, {"p": 1, "c": None}, {"p": -1, "c": 1}, {"p": 1.5, "c": 1},
    {"p": True, "c": 1},
])  # fmt: skip
def test_a_usage_that_is_not_two_counts_is_unknown(usage):
    assert read_usage(usage, "p", "c") is None


def test_a_usage_of_two_counts_is_known():
    assert read_usage({"p": 0, "c": 7}, "p", "c") == Usage(0, 7)


@pytest.mark.parametrize("logprobs", [
    None, {}, {"content": None}, {"content": [{}]}, {"content": [{"token": "a"}]}, 3,
    {"content": [{"token": "a", "logprob": "x"}]}, {"content": [3]},
])  # fmt: skip
def test_odd_logprobs_are_none_and_the_answer_stays(logprobs):
    body = chat({"content": "hi"})
    body["choices"][0]["logprobs"] = logprobs
    assert (CHAT.read(body).logprobs, CHAT.read(body).text) == (None, "hi")


def test_a_schema_in_words_joins_the_system_message_or_makes_one():
    plain = Request.of("u", json_schema={"type": "object"})
    first, second = schema_in_words(plain)
    assert (first.role, second) == ("system", Message("user", "u"))
    assert '{"type": "object"}' in first.content
    led = Request.of("u", system="s", json_schema={"type": "object"})
    assert schema_in_words(led)[0].content.startswith("s\n\nAnswer only with JSON")
    assert len(schema_in_words(led)) == 2

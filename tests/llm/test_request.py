import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.llm import Message, Request
from usergap.llm.request import canonical, request_key

WHERE = {"url": "http://h/v1/chat/completions", "model": "m", "dialect": "chat"}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_canonical_does_not_depend_on_the_order_of_keys(value):
    backwards = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(backwards)
    assert json.loads(canonical(value)) == value


def test_canonical_refuses_nan():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"temperature": float("nan")})


def key(request: Request, **where: str) -> bytes:
    return request_key(request, **(WHERE | where))


BASE = Request.of("hello", system="be brief", temperature=0.5, max_tokens=10)
OTHERS = [
    Request.of("hello!", system="be brief", temperature=0.5, max_tokens=10),
    Request.of("hello", temperature=0.5, max_tokens=10),
    replace(BASE, temperature=0.0),
    replace(BASE, temperature=None),
    replace(BASE, max_tokens=11),
    replace(BASE, top_p=0.9),
    replace(BASE, seed=0),
    replace(BASE, stop=("x",)),
    replace(BASE, json_schema={"type": "object"}),
    replace(BASE, logprobs=0),
    replace(BASE, sample=1),
    replace(BASE, extra={"min_p": 0.1}),
    replace(BASE, messages=(*BASE.messages, Message("assistant", ""))),
    replace(BASE, messages=(Message("user", "be brief"), Message("user", "hello"))),
]


def test_every_part_of_a_request_is_part_of_its_key():
    keys = [key(r) for r in [BASE, *OTHERS]]
    assert len(set(keys)) == len(keys)
    assert {len(k) for k in keys} == {32}


def test_endpoint_model_and_dialect_are_part_of_the_key():
    keys = {key(BASE), key(BASE, url="http://g/"), key(BASE, model="n"), key(BASE, dialect="x")}
    assert len(keys) == 4


def test_the_key_is_the_same_in_another_process_and_year():
    # Known answer: a changed hash would throw away everybody's cache without a word.
    assert key(Request.of("hello")).hex() == KNOWN


KNOWN = "a9ea831964a507553029919ca545ff687ee915a0bd37b2e1f24c3824f1530c41"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_key_lone_surrogates_too(text):
    assert key(Request.of(text)) == key(Request.of(text))

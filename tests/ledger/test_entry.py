"""The spelling that is hashed: it must never change, or no old ledger would verify."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.ledger.entry import body_of, body_tags, content_of, messages_of
from usergap.ledger.tags import known

TEXT = st.text(st.characters(), max_size=12)  # with quotes, controls and lone surrogates
ROLES = st.sampled_from(["user", "assistant", "system", "tool"])
TAGS = st.builds(
    Provenance,
    generator=TEXT,
    seed=st.none() | st.integers(),
    parents=st.lists(TEXT, max_size=3).map(tuple),
    licence=TEXT,
)


@given(st.lists(st.builds(Message, ROLES, TEXT), max_size=4), st.integers(0, 4))
def test_content_is_json_without_white_space(messages, context) -> None:
    made = Dialogue("d", tuple(messages), context_length=context)
    said = [context, [[m.role, m.content] for m in messages]]
    told = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    assert content_of(made) == told.encode("utf-8", "surrogatepass")
    assert messages_of(content_of(made)) == (made.messages, context)


@given(TEXT, TAGS, TEXT)
def test_a_body_is_ascii_json_of_what_is_known(name, provenance, file) -> None:
    body = body_of(name, provenance, file, "2026-01-02T03:04:05Z")
    told = {
        "dialogue": name,
        "file": file,
        "added": "2026-01-02T03:04:05Z",
        "tags": known(provenance),
    }
    assert body == json.dumps(told, separators=(",", ":"))
    assert body_tags(json.loads(body)) == provenance


def test_the_spelling_of_version_1_stays() -> None:
    made = Dialogue("d", (Message("user", 'é"\n'), Message("assistant", "ok")))
    assert content_of(made) == '[0,[["user","é\\"\\n"],["assistant","ok"]]]'.encode()

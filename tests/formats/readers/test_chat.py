import json
from pathlib import Path
from typing import Any

import pytest

from usergap.dialogues import Provenance
from usergap.errors import InputError
from usergap.formats import read

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, chat, only, said

FULL: dict[str, Any] = {
    "id": "d1", "scenario_id": "s1", "domain": "letters", "scenario": "write a letter",
    "persona": "a tenant", "conversation_id": "c1", "simulator": "sim-a", "source": "here",
    "assistant_model": "bot-1", "language": "English", "context_id": "x",
    "messages": chat(ASK, ANSWER, MORE),
}  # fmt: skip


def test_every_field_is_kept(put: Put) -> None:
    dialogue = only(read(put([FULL], lines=True)))
    for name in FULL.keys() - {"messages", "language"}:
        assert getattr(dialogue, name) == FULL[name]
    assert dialogue.language == "en"
    assert said(dialogue) == [("u", ASK), ("a", ANSWER), ("u", MORE)]


@pytest.mark.parametrize(
    "content",
    [
        {"messages": chat(ASK, ANSWER)},  # one object
        [{"messages": chat(ASK, ANSWER)}],  # a list
        chat(ASK, ANSWER),  # the messages alone: a table of messages without an id
        [chat(ASK, ANSWER)],  # a list of lists of messages
        {"data": [{"messages": chat(ASK, ANSWER)}]},  # wrapped
        {"rows": [{"row_idx": 0, "row": {"messages": chat(ASK, ANSWER)}}]},  # a data set viewer's
        {"name": {"messages": chat(ASK, ANSWER)}},  # named
        {"name": chat(ASK, ANSWER)},
    ],
)
def test_the_ways_people_keep_chats(put: Put, content: Any) -> None:
    assert said(only(read(put(content)))) == [("u", ASK), ("a", ANSWER)]


def test_names_become_ids(put: Put) -> None:
    corpus = read(put({"one": {"messages": chat(ASK)}, "two": chat(MORE)}))
    assert [d.id for d in corpus] == ["one", "two"]


def test_content_parts_and_roles(put: Put) -> None:
    parts = [
        {"type": "text", "text": "Look at"},
        {"type": "image_url", "image_url": {"url": "x"}},
        "this",
        {"type": "input_text", "text": "please"},
    ]
    messages = [
        {"role": "Developer", "content": "rules"},
        {"role": "Human", "content": parts},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "tool", "content": "42"},
        {"role": "AI", "content": {"type": "text", "text": ANSWER}},
    ]
    corpus = read(put([{"messages": messages}]))
    assert said(only(corpus)) == [
        ("s", "rules"), ("u", "Look at\nthis\nplease"), ("a", ""), ("t", "42"), ("a", ANSWER),
    ]  # fmt: skip
    assert corpus.reading.notes["parts that are not text"] == 1
    assert corpus.reading.notes["messages that only call a tool"] == 1


@pytest.mark.parametrize(
    ("change", "field", "found"),
    [
        ({"messages": 7}, None, None),  # not even recognised
        ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content", "7"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content", "nothing"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "nothing"),
        ({"messages": [{"role": "user", "content": [3]}]}, "messages[0].content[0]", "3"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
            "messages[0].content[0]",
            "nothing",
        ),
        ({"messages": [*chat(ASK), {"role": "assistant"}]}, "messages[1].content", "nothing"),
        ({"messages": [{"role": "king", "content": "x"}]}, "messages[0].role", "'king'"),
        ({"messages": ["x"]}, "messages[0]", "'x'"),
        ({"messages": []}, "messages", "none among 0"),
        ({"messages": chat(ANSWER, first="assistant")}, "messages", "none among 1"),
        ({"context_length": 9}, "context_length", "9"),
        ({"context_length": True}, "context_length", "True"),
        ({"provenance": "us"}, "provenance", "'us'"),
        ({"provenance": {"origin": "mars"}}, "provenance.origin", "'mars'"),
        ({"provenance": {"seed": "x"}}, "provenance.seed", "'x'"),
        ({"provenance": {"family": "x"}}, "provenance.family", "'x'"),
        ({"provenance": {"parents": "x"}}, "provenance.parents", "'x'"),
    ],
)
def test_a_bad_row_is_dropped_and_named(
    put: Put, change: dict[str, Any], field: str | None, found: str | None
) -> None:
    good = {"id": "good", "messages": chat(ASK)}
    bad = {"id": "bad", "messages": chat(ASK), **change}
    corpus = read(put([good, bad], lines=True))
    assert [d.id for d in corpus] == ["good"]
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.dropped) == (2, True)
    if field is not None:
        assert (remark.field, remark.found) == (field, found)
    with pytest.raises(InputError, match="1 dropped, and strict"):
        read(put([good, bad], lines=True), strict=True)


def test_provenance_and_other_fields(put: Put) -> None:
    stated = {
        "origin": "simulated", "family": "simulation", "generator": "m", "seed": 3,
        "parents": ["p"], "licence": None, "later": 1,
    }  # fmt: skip
    row = {**FULL, "provenance": stated, "rating": 4, "extra": {"note": "n"}, "ended": True}
    dialogue = only(read(put([row])))
    assert dialogue.provenance == Provenance(
        origin="synthetic", family="simulation", generator="m", seed=3, parents=("p",)
    )
    assert dict(dialogue.extra) == {"note": "n", "rating": 4}
    assert dialogue.ended


def test_fields_are_text(put: Put) -> None:
    row = {"id": 7, "scenario_id": 3.0, "domain": " ", "persona": ["a", "b"], "messages": chat(ASK)}
    dialogue = only(read(put([row])))
    assert (dialogue.id, dialogue.domain, dialogue.persona) == ("7", None, "a\nb")
    assert dialogue.scenario_id == "3"  # a table with gaps made a float of it


def test_sides_of_a_mixed_file(put: Put) -> None:
    rows = [
        {"id": "r", "messages": chat(ASK)},
        {"id": "s", "simulator": "sim", "messages": chat(ASK)},
        {"id": "t", "provenance": {"origin": "synthetic"}, "messages": chat(ASK)},
        {"id": "u", "simulator": "x", "provenance": {"origin": "real"}, "messages": chat(ASK)},
    ]
    path = put(rows, lines=True)
    assert [d.id for d in read(path)] == ["r", "s", "t", "u"]
    assert [d.id for d in read(f"{path}#real")] == ["r", "u"]
    assert [d.id for d in read(f"{path}#simulated")] == ["s", "t"]
    with pytest.raises(InputError, match="found no simulated dialogue"):
        read(f"{put(rows[:1], 'real')}#simulated")


@pytest.mark.parametrize(
    ("file", "simulator"),
    [
        ("realsim/real.jsonl", None),
        ("simulated/generic.jsonl", "claude-generic"),
        ("simulated/informed.jsonl", "claude-informed"),
    ],
)
def test_the_development_data(data: Path, file: str, simulator: str | None) -> None:
    text = (data / file).read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line]
    users = [m for row in rows for m in row["messages"] if m["role"] == "user"]
    corpus = read(data / file)
    assert corpus.reading.format == "chat"
    assert len(corpus) == len(rows)
    assert [d.id for d in corpus] == [row["id"] for row in rows]
    assert sum(len(d.turns) for d in corpus) == len(users)
    words = sum(len(m["content"].split()) for m in users)
    assert sum(len(t.text.split()) for d in corpus for t in d.turns) == words
    assert {d.simulator for d in corpus} == {simulator}
    assert [d.scenario_id for d in corpus] == [row["scenario_id"] for row in rows]
    assert corpus.reading.dropped == 0

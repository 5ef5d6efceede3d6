"""Damage of every kind: never a traceback, never a silent loss."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.formats import describe, formats, read

from .conftest import Put
from .made import ANSWER, ASK, chat, only

GOOD = json.dumps({"id": "good", "messages": chat(ASK, ANSWER)})
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON object a line"),
        ("not json at all", "JSON object a line"),
        (GOOD[:-3], "JSON object a line"),
        (f'{{"id": "deep", "messages": {DEEP}}}', "nested too deeply"),
        (f'{{"id": {"9" * 5000}, "messages": []}}', "a number too large"),
        ("7", "an object, or a list of messages"),
        ('"text"', "an object, or a list of messages"),
        ("[1, 2]", "an object, or a list of messages"),
        ("null", "an object, or a list of messages"),
        ('{"id": "x"}', "expected a list of messages, found nothing"),
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_bad_line_costs_only_itself(put: Put, line: str, said: str, place: str) -> None:
    lines = [line, GOOD] if place == "first" else [GOOD, line]
    corpus = read(put("\n".join(lines)))
    assert [d.id for d in corpus] == ["good"]
    (remark,) = corpus.reading.remarks
    assert remark.dropped
    assert said in str(remark)
    assert remark.line == (1 if place == "first" else 2)
    assert len(str(remark)) < 250


def test_blank_lines_and_byte_order_mark(put: Put) -> None:
    corpus = read(put(b"\xef\xbb\xbf\r\n\r\n" + GOOD.encode() + b"\r\n\n"))
    assert len(corpus) == 1
    assert not corpus.reading.remarks


def test_utf16(put: Put) -> None:
    corpus = read(put(GOOD.encode("utf-16")))
    assert only(corpus).turns[0].text == ASK
    assert str(corpus.reading.remarks[0]).endswith("expected UTF-8, found UTF-16")


def test_invalid_utf8_is_replaced_and_told(put: Put) -> None:
    bad = GOOD.encode().replace(b"letter", b"l\xff\xfetter")
    corpus = read(put(GOOD.encode() + b"\n" + bad.replace(b"good", b"bad")))
    assert [d.id for d in corpus] == ["good", "bad"]
    assert "l��tter" in corpus[1].turns[0].text
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.found, remark.dropped) == (2, "2 invalid bytes", False)
    table = read(put(b"role,content\nuser,caf\xe9 open?\n"))
    assert only(table).turns[0].text == "caf� open?"
    assert not table.reading.remarks[0].dropped


def test_control_characters_and_surrogates(put: Put) -> None:
    text = "x\\u001b[1m\\ud800y\\r\\n"
    row = f'{{"id": "a\\u0000b", "messages": [{{"role": "user", "content": "{text}"}}]}}'
    corpus = read(put(row))
    dialogue = only(corpus)
    assert dialogue.id == "ab"
    assert dialogue.turns[0].text == "x[1m�y\n"
    assert {remark.found for remark in corpus.reading.remarks} == {
        "2 control characters removed",
        "1 lone surrogates replaced",
    }
    raw = read(put(b'{"messages": [{"role": "user", "content": "a\x00b\tc"}]}'))
    assert only(raw).turns[0].text == "ab\tc"


def test_line_separators_inside_text_are_no_line_ends(put: Put) -> None:
    text = "one\u2028two\u0085three"
    rows = [{"messages": [{"role": "user", "content": text}]}] * 2
    content = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert [d.turns[0].text for d in read(put(content))] == [text] * 2


def test_a_key_twice(put: Put) -> None:
    row = '{"id": "a", "id": "b", "messages": [{"role": "user", "content": "hello you"}]}'
    corpus = read(put(row))
    assert only(corpus).id == "b"
    (remark,) = corpus.reading.remarks
    assert (remark.field, remark.dropped) == ("id", False)


def test_names_from_a_file_cannot_command_a_terminal(put: Put) -> None:
    escape = "\x1b[2J" + "x" * 200
    with pytest.raises(InputError) as caught:
        read(put([{escape: 1}]))
    row = f'{{"{escape}": 1, "{escape}": 2, "messages": [{{"role": "user", "content": "hi"}}]}}'
    corpus = read(put(row, "twice"))
    (remark,) = corpus.reading.remarks
    for shown in (str(caught.value), str(remark), *describe(corpus)["fields"]):
        assert "\x1b" not in shown
        assert "x" * 100 not in shown


def test_a_message_of_ten_megabytes(put: Put) -> None:
    text = "word " * 2_000_000
    corpus = read(put([{"messages": chat(text, ANSWER)}], lines=True))
    assert only(corpus).turns[0].text == text


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_cut_list_keeps_what_came_before(put: Put, keep: float) -> None:
    whole = json.dumps([{"id": str(i), "messages": chat(ASK, ANSWER)} for i in range(50)], indent=1)
    corpus = read(put(whole[: int(len(whole) * keep)]))
    assert [d.id for d in corpus] == [str(i) for i in range(len(corpus))]
    assert 50 * keep - 2 <= len(corpus) <= 50 * keep
    (remark,) = corpus.reading.remarks
    assert remark.dropped
    assert "rest not read" in remark.found
    # Every record of the indented list takes 13 lines after the bracket's own.
    assert remark.line == 2 + 13 * len(corpus)


def test_objects_of_several_lines_one_after_the_other(put: Put) -> None:
    """What jq prints."""
    rows = [{"id": str(i), "messages": chat(ASK)} for i in range(3)]
    text = "\n".join(json.dumps(row, indent=2) for row in rows)
    corpus = read(put(text))
    assert [d.id for d in corpus] == ["0", "1", "2"]
    assert not corpus.reading.remarks
    cut = read(put(text[:-20]))
    assert [d.id for d in cut] == ["0", "1"]
    (remark,) = cut.reading.remarks
    assert remark.dropped
    # Each object takes 9 lines: braces, id, and a list of one object of two fields.
    assert remark.line == 1 + 2 * 9


def test_text_after_a_list(put: Put) -> None:
    pretty = json.dumps([{"messages": chat(ASK)}], indent=1)
    (remark,) = read(put(f"{pretty}\nmore")).reading.remarks
    assert remark.found == "text after the list"
    (remark,) = read(put(pretty.replace("\n]", " x\n]"))).reading.remarks
    assert remark.expected == "a comma or the end of the list"


def test_gzip_whole_joined_and_cut(put: Put) -> None:
    rows = "".join(
        json.dumps({"id": str(i), "messages": chat(f"{ASK} {i * i}")}) + "\n" for i in range(1500)
    )
    packed = gzip.compress(rows.encode())
    assert len(read(put(packed))) == 1500
    assert len(read(put(gzip.compress(rows.encode()[:0]) + packed))) == 1500
    two = rows.replace('{"id": "', '{"id": "x')
    assert len(read(put(packed + gzip.compress(two.encode())))) == 3000
    for damaged in (
        packed[: len(packed) // 2],
        packed[:-9],
        packed[: len(packed) // 2] + b"x" * 99,
    ):
        corpus = read(put(damaged))
        assert 500 < len(corpus) <= 1500
        assert [d.id for d in corpus] == [str(i) for i in range(len(corpus))]
        assert any("whole gzip stream" in str(r) for r in corpus.reading.remarks if r.dropped)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\xef\xbb\xbf", b"[]", b"{}", b"[", b"{", b"\x1f\x8b", b"\x1f\x8b\x08\x00",
     b"\x00\x01\x02", b"PAR1", b"PAR1xxxxPAR1", b"ARROW1\0\0junk", b"\xff\xff\xff\xffjunk",
     b"\xff\xfe", b"word", b"a,b", b"a,b\n1,2\n", b"null", b"7", b'"text"', DEEP.encode(),
     gzip.compress(b"", mtime=0), b"\xff\xfe\x00\xd8", b'{"messages": 7}', b'{"messages": []}',
     b'{"messages": [{"role": "assistant", "content": "alone"}]}'],
)  # fmt: skip
def test_without_a_dialogue_it_is_an_input_error(put: Put, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(put(content))
    assert "file" in str(caught.value)
    assert len(str(caught.value)) < 2000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["user", "assistant", ASK, "###STOP###", "user: hi\nsystem: yo", "[1]"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["id", "messages", "role", "content", "conversation", "conversations", "from", "value",
             "turns", "traj", "prompt", "replies", "text", "context", "input", "output",
             "sessionId", "attributes", "key", "gen_ai.input.messages", "resourceSpans", "dia",
             "participant", "utterance", "user", "agent", "language", "provenance", "data",
             "request", "response", "programmer_id", "user_queries", "ai_responses", "P1",
             "human", "synthetic", "partner_persona", "message_tree_id", "message_id",
             "real_conversation", "synthetic_conversation", "sample_id", "parts", "metadata"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=json_values, side=st.sampled_from(["", "#real", "#simulated"]))
def test_any_json_is_read_or_refused(tmp_path: Path, value: Any, side: str) -> None:
    path = tmp_path / "any"
    path.write_bytes(json.dumps(value).encode())
    try:
        corpus = read(f"{path}{side}")
    except InputError:
        return
    assert len(corpus) > 0
    assert len({d.id for d in corpus}) == len(corpus)
    assert all(d.turns for d in corpus)


CHAT = chat(ASK, ANSWER)
ONE_OF_EACH: dict[str, Any] = {
    "chat": {"messages": CHAT},
    "wildchat": {"conversation": CHAT},
    "sharegpt": {"conversations": [{"from": "human", "value": ASK}]},
    "oasst": {"prompt": {"role": "prompter", "text": ASK, "replies": []}},
    "tau_bench": {"traj": CHAT},
    "inspect": {"input": CHAT, "metadata": {"usergap": "1"}},
    "crs": {"conversation": [{"participant": "USER", "utterance": ASK}]},
    "mirrorbench": {"turns": CHAT},
    "mirrorbench_pairs": {"real_conversation": CHAT, "synthetic_conversation": CHAT},
    "personachat": {
        "human": [{"role": "partner", "content": ASK}],
        "synthetic": [{"role": "partner", "content": ASK}],
        "partner_persona": [],
    },
    "multiwoz_csv": {"dia": f"user: {ASK}"},
    "replies": {"context": ANSWER, "replies": [ASK]},
    "simulatorarena": {"user_queries": [ASK], "ai_responses": []},
    "realhumaneval": {"request": CHAT[:1], "response": ANSWER, "programmer_id": 1},
    "consistent_llms": {"P1": "", "conversation": [[0, ASK]]},
    "opentelemetry": {
        "attributes": {"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": ASK}
    },
    "langfuse": {"sessionId": "s", "input": ASK, "output": ANSWER},
    "table": {"role": "user", "content": ASK, "id": "t"},
}


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(sorted(ONE_OF_EACH)),
    value=json_values,
    side=st.sampled_from(["#real", "#simulated"]),
    mixed=st.booleans(),
)
def test_a_good_record_is_read_whatever_follows(
    tmp_path: Path, name: str, value: Any, side: str, mixed: bool
) -> None:
    good = ONE_OF_EACH[name]
    if mixed and isinstance(value, dict):  # a record with the right keys and wrong values
        value = {**good, **value}
    path = tmp_path / "any"
    path.write_bytes(f"{json.dumps(good)}\n{json.dumps(value)}\n".encode())
    pair = name in ("mirrorbench_pairs", "personachat")
    source = f"{path}{side}" if pair else path
    corpus = read(source)
    assert corpus.reading.format == name
    assert corpus[0].turns[0].text == (ASK.lower() if name == "personachat" else ASK)
    # Nothing is lost in silence: what adds no message adds a remark or a note.
    path.write_bytes(f"{json.dumps(good)}\n".encode())
    assert _account(corpus) != _account(read(source))


def _account(corpus: Corpus) -> tuple[int, int, int]:
    reading = corpus.reading
    messages = sum(len(dialogue.messages) for dialogue in corpus)
    return messages, len(reading.remarks), reading.notes.total()


def test_one_of_each_is_every_format() -> None:
    assert set(ONE_OF_EACH) == {known.name for known in formats()}


@settings(max_examples=100, deadline=None)
@given(value=json_values)
def test_no_sniff_raises(value: Any) -> None:
    if isinstance(value, dict):
        assert all(known.sniff(value) in (True, False) for known in formats())


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(noise=st.binary(max_size=60), place=st.integers(0, 200))
def test_noise_in_a_file(tmp_path: Path, noise: bytes, place: int) -> None:
    whole = (GOOD + "\n").encode() * 3
    path = tmp_path / "noisy"
    path.write_bytes(whole[:place] + noise + whole[place:])
    try:
        corpus = read(path)
    except InputError:
        return
    assert len(corpus) + corpus.reading.dropped > 0


@pytest.mark.parametrize(
    "name",
    ["goemotions/dev.tsv", "grammar/eracond_parts123.jsonl", "grammar/jfleg_dev.src",
     "bigfive/personallm_gpt35_stories.jsonl", "bigfive/gpt3.5_turbo_0613_all_scores.csv",
     "feedback/ukp_user_reactions.jsonl", "consistency/dnli_valid_attributes.jsonl",
     "realsim/personas.json", "realsim/labels.tsv", "realsim/CODEBOOK.md"],
)  # fmt: skip
def test_files_that_hold_no_dialogues_are_refused(data: Path, name: str) -> None:
    with pytest.raises(InputError, match="expected dialogues"):
        read(data / name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found nothing"),
        (b"5", "found no known format"),
        (b"some words", "no known format"),
        (b"\n \n\t\r\n", "found only blank lines"),
    ],
)
def test_a_file_of_something_else_is_not_called_empty(put: Put, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(put(content, "notes.txt"))


def test_a_parser_s_message_ends_before_ours_begins(put: Put) -> None:
    path = put(f'{GOOD}\n{{"id": "cut\n', "cut.jsonl")
    (remark,) = read(path).reading.remarks
    assert "starting at column" in str(remark)
    assert "at at" not in str(remark)

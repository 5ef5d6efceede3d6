"""What is lost is only what is damaged: blank dialogues, broken tables, odd types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from usergap.errors import InputError
from usergap.formats import describe, read, write
from usergap.formats.fields import COERCED, COLUMNS

from .conftest import Put
from .made import ANSWER, ASK, MORE, chat, only


def rows(*records: dict) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize("blank", ["", " \n\t", [{"type": "image_url", "image_url": "x"}]])
def test_a_dialogue_without_a_word_of_the_user_is_dropped(put: Put, blank) -> None:
    empty = {"id": "e", "messages": [{"role": "user", "content": blank}] * 2}
    path = put(rows(empty, {"id": "g", "messages": chat(ASK, ANSWER)}), "a.jsonl")
    corpus = read(path)
    assert only(corpus).id == "g"
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.found, remark.dropped) == (1, "2 without a word", True)
    with pytest.raises(InputError, match="expected dialogues, found none: 1 dropped"):
        read(put(rows(empty), "b.jsonl"))


def test_an_empty_message_beside_words_is_kept(put: Put) -> None:
    corpus = read(put(rows({"messages": chat("", ANSWER, ASK)})))
    assert [turn.text for turn in only(corpus).turns] == ["", ASK]
    assert describe(corpus)["empty_user_messages"] == 1


def test_words_before_the_context_ends_are_not_the_user_s(put: Put) -> None:
    record = {"messages": chat(ASK, ANSWER, " "), "context_length": 2}
    with pytest.raises(InputError, match="1 without a word"):
        read(put(rows(record)))


def test_a_column_map_names_what_is_ours(put: Put) -> None:
    path = put(f"post,by\n{ASK},a\n", "a.csv")
    with pytest.raises(InputError, match=r"expected one of our names \(messages.*found 'nonsense'"):
        read(path, columns={"user": "post", "nonsense": "by"})
    assert {"id", "role", "content", "messages", "user", "assistant", "domain"} <= set(COLUMNS)


def test_one_damaged_table_in_a_folder_does_not_cost_the_others(put: Put) -> None:
    corpus = read(put(rows({"id": "a", "messages": chat(ASK)}), "in/a.jsonl"))
    whole = write(corpus, put("", "in/b.parquet")).read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:4] + b"x" * 50, whole[:-20] + b"y" * 20):
        put(damaged, "in/b.parquet")
        found = read(put(rows({"id": "c", "messages": chat(MORE)}), "in/c.jsonl").parent)
        assert [dialogue.id for dialogue in found] == ["a", "c"]
        (remark,) = found.reading.remarks
        assert "b.parquet: dropped: file: expected a whole Parquet file, found" in str(remark)
        with pytest.raises(InputError, match="strict"):
            read(put(damaged, "in/b.parquet").parent, strict=True)


def test_a_damaged_table_alone_is_refused(put: Put) -> None:
    with pytest.raises(InputError, match="expected a whole Parquet file, found damage"):
        read(put(b"PAR1" + b"x" * 50, "a.parquet"))


def test_rows_before_the_damage_of_a_table_are_kept(put: Put) -> None:
    import pyarrow as pa

    record = {"id": "a", "messages": chat(ASK)}
    batch = pa.RecordBatch.from_pylist([record])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        for number in range(3):
            writer.write_batch(pa.RecordBatch.from_pylist([{**record, "id": str(number)}]))
    stream = sink.getvalue().to_pybytes()
    corpus = read(put(stream[: len(stream) - 300], "a.arrow"))
    assert 0 < len(corpus) < 3
    (remark,) = corpus.reading.remarks
    assert f"rest not read after row {len(corpus)}" in str(remark)


@pytest.mark.parametrize("value", [True, {"a": 1}, ["x", 2], [["x"]]])
def test_fields_of_another_type_are_counted(put: Put, value) -> None:
    table = {"id": "a", "user": ASK, "assistant": ANSWER, "domain": value}
    corpus = read(put(rows(table)))
    assert only(corpus).domain
    assert corpus.reading.notes[f"{COERCED}: domain"] == 1
    assert f"{COERCED}: domain" in describe(corpus)["notes"]


@pytest.mark.parametrize("value", ["x", 7, 7.0, ["one", "two"], None])
def test_fields_that_everybody_spells_so_are_not(put: Put, value) -> None:
    corpus = read(put(rows({"id": 7, "user": ASK, "assistant": ANSWER, "persona": value})))
    assert not [note for note in corpus.reading.notes if note.startswith(COERCED)]


@pytest.mark.parametrize("value", ["yes", 1, [True]])
def test_ended_is_true_or_false(put: Put, value) -> None:
    path = put(rows({"messages": chat(ASK), "ended": value}))
    with pytest.raises(InputError, match="ended: expected true or false"):
        read(path)
    for told in (True, False, None):
        assert only(read(put(rows({"messages": chat(ASK), "ended": told})))).ended is (told is True)


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 20, b"\0" * 5000, '{"messages": []}'.encode("utf-16-le")],
    ids=["all bytes", "zeros", "UTF-16 without a mark"],
)
def test_what_is_no_text_is_named_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).count("\n") == 1
    assert "expected text (UTF-8), Parquet or Arrow, found binary data" in str(caught.value)


def test_a_few_control_characters_do_not_make_a_file_binary(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    row = {"messages": [{"role": "user", "content": "Where is the spanner? " * 10}]}
    path.write_bytes(json.dumps(row).encode().replace(b"spanner", b"span\0ner", 1))
    assert len(read(path)) == 1

"""Where dialogues come from, how they are named, and the account of the reading."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from usergap.dialogues import Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import Draft, Format, read, registry

from .conftest import Put
from .made import ANSWER, ASK, MORE, chat, only, said

ROW = {"messages": chat(ASK, ANSWER)}


def test_folder_of_mixed_formats(put: Put, tmp_path: Path) -> None:
    put([{"id": "chat", **ROW}], "box/b.jsonl", lines=True)
    put([{"conversation_id": "wild", "conversation": chat(MORE)}], "box/a.json")
    put("role,content\nuser,I would like to know more.\n", "box/c.csv")
    put("read me", "box/README.md")
    put({}, "box/state.json")
    put("hidden", "box/.hidden")
    put("just words\n", "box/notes.txt")
    put([ROW], "box/deeper/d.jsonl", lines=True)
    corpus = read(tmp_path / "box")
    assert [d.id for d in corpus][:2] == ["wild", "chat"]  # by name: a.json, b.jsonl
    assert len(corpus) == 3
    assert corpus.reading.format == "wildchat, chat, table"
    assert corpus.reading.notes["files passed over (no data)"] == 2
    (remark,) = corpus.reading.remarks
    assert remark.file.endswith("notes.txt")
    with pytest.raises(InputError, match="strict"):
        read(tmp_path / "box", strict=True)


def test_folders_without_anything(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="expected a folder with data files"):
        read(tmp_path / "empty")
    with pytest.raises(InputError, match="it has folders: empty"):
        read(tmp_path)
    (tmp_path / "empty" / "x.bin").write_bytes(b"\0\1")
    with pytest.raises(InputError, match="expected dialogues, found none"):
        read(tmp_path / "empty")


@pytest.mark.parametrize("source", ["nowhere.jsonl", "nowhere.jsonl#real", "bad\0name", "x" * 5000])
def test_nothing_there(source: str) -> None:
    with pytest.raises(InputError):
        read(source)


@pytest.mark.parametrize("source", ["", "  ", "#real"])
def test_an_empty_name_is_not_the_working_directory(source: str) -> None:
    with pytest.raises(InputError, match="an empty name"):
        read(source)


def test_several_files(put: Put) -> None:
    one = put([{"id": "a", **ROW}, {"id": "a", **ROW}], "one", lines=True)
    two = put([{"id": "a", "messages": chat(MORE)}], "two", lines=True)
    corpus = read([one, two], name="both")
    assert [d.id for d in corpus] == ["a", "a#2", "a#3"]
    assert [(r.file, r.line, r.dropped) for r in corpus.reading.remarks] == [
        (str(one), 2, False), (str(two), 1, False),
    ]  # fmt: skip
    assert corpus.name == "both"
    hashes = sorted(hashlib.sha256(p.read_bytes()).hexdigest() for p in (one, two))
    assert corpus.reading.sha256 == hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    assert corpus.reading.sha256 == read([two, one]).reading.sha256
    assert read(one).reading.sha256 in hashes
    with pytest.raises(InputError, match="nothing to read"):
        read([])


def test_label_files_beside_dialogues_are_passed_over(put: Put, tmp_path: Path) -> None:
    put([ROW], "box/a.jsonl", lines=True)
    put("dialogue_id\tturn\tintent\na\t1\tnone\n", "box/labels.tsv")
    corpus = read(tmp_path / "box", strict=True)
    assert corpus.reading.notes["files passed over (no data)"] == 1
    with pytest.raises(InputError, match="dialogue_id, turn, intent"):
        read(tmp_path / "box" / "labels.tsv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe(put: Put, tmp_path: Path) -> None:
    content = put([ROW], lines=True).read_bytes()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    corpus = read(pipe)
    writer.join()
    assert len(corpus) == 1
    assert corpus.reading.sha256 == hashlib.sha256(content).hexdigest()


def test_standard_input(put: Put) -> None:
    content = put([ROW], lines=True).read_bytes()
    corpus = read("-", stdin=io.BytesIO(content))
    assert corpus.name == "stdin"
    assert corpus.reading.sha256 == hashlib.sha256(content).hexdigest()
    with pytest.raises(InputError, match="only once"):
        read(["-", "-"], stdin=io.BytesIO(content))
    with pytest.raises(InputError, match=r"(?s)stdin: expected dialogues.*read only once"):
        read("-", stdin=io.BytesIO(b""))


@pytest.mark.parametrize(
    ("rows", "file", "name"),
    [
        ([ROW], "my chats.jsonl", "my chats"),
        ([ROW], "chats.v2.jsonl.gz", "chats.v2"),
        ([{**ROW, "simulator": "sim-a"}], "x.jsonl", "x"),
        ([{**ROW, "simulator": "sim-a"}, {**ROW, "simulator": "sim-b"}], "x.jsonl", "x"),
        ([{**ROW, "simulator": "sim-a"}, ROW], "x.jsonl", "x"),
    ],
)
def test_names(put: Put, rows: list[dict[str, Any]], file: str, name: str) -> None:
    corpus = read(put(rows, file, lines=True))
    assert corpus.name == name
    assert [d.simulator for d in corpus] == [row.get("simulator") for row in rows]


def test_a_folder_is_named_after_itself_and_told_in_a_short_line(put: Put) -> None:
    one = put([ROW], "shards/part-1.jsonl", lines=True)
    put([ROW], "shards/part-2.jsonl", lines=True)
    corpus = read(one.parent)
    assert corpus.name == "shards"
    assert corpus.reading.path == f"{one.parent} (2 files)"


def test_a_chosen_side_is_part_of_the_name(put: Put) -> None:
    rows = [ROW, {**ROW, "simulator": "sim-a"}]
    file = put(rows, "both.jsonl", lines=True)
    assert read(f"{file}#real").name == "both#real"
    assert read(f"{file}#simulated").name == "both#simulated"


def test_dialogues_without_an_id(put: Put) -> None:
    rows = [ROW, {"messages": chat(MORE)}, ROW]
    corpus = read(put(rows, lines=True))
    text = json.dumps([["user", ASK], ["assistant", ANSWER]])
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert [corpus[0].id, corpus[2].id] == [f"{digest}-1", f"{digest}-2"]
    assert corpus.reading.notes["dialogues without an id"] == 3
    assert not corpus.reading.remarks
    # An id that is taken is not given again.
    taken = read(put([{"id": f"{digest}-1", "messages": chat(MORE)}, ROW], "t", lines=True))
    assert [d.id for d in taken] == [f"{digest}-1", f"{digest}-2"]


def test_end_tokens_are_counted_and_extensible(put: Put) -> None:
    rows = [
        {"messages": chat(ASK, ANSWER, "###STOP###")},
        {"messages": chat(ASK, ANSWER, f"{MORE} TERMINATE")},
        {"messages": chat("###STOP###")},
        {"messages": chat(f"{ASK} [END]", "###STOP### in an answer stays")},
    ]
    corpus = read(put(rows, lines=True))
    assert [len(d.turns) for d in corpus] == [1, 2, 1]
    assert [d.ended for d in corpus] == [True, True, False]
    assert corpus[1].turns[1].text == MORE
    assert "###STOP###" in said(corpus[2])[1][1]
    notes = corpus.reading.notes
    assert notes["user messages with an end token"] == 3
    assert notes["user messages of only an end token, dropped"] == 2
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.found) == (3, "none among 0")
    own = read(put(rows[3:], "own", lines=True), end_tokens=["[END]"])
    assert only(own).turns[0].text == ASK
    assert only(own).ended


def test_an_end_token_in_the_context_moves_its_length(put: Put) -> None:
    messages = [*chat("###STOP###", ANSWER), *chat(ASK)]
    dialogue = only(read(put([{"messages": messages, "context_length": 2}])))
    assert dialogue.context_length == 1
    assert [t.text for t in dialogue.turns] == [ASK]


def test_consecutive_and_empty_user_messages(put: Put) -> None:
    messages = [
        {"role": "user", "content": ASK},
        {"role": "user", "content": " "},
        {"role": "tool", "content": "x"},
        {"role": "user", "content": MORE},
        {"role": "assistant", "content": ANSWER},
        {"role": "user", "content": MORE},
    ]
    corpus = read(put([{"messages": messages}]))
    assert [t.number for t in only(corpus).turns] == [1, 2, 3, 4]
    assert corpus.reading.notes["consecutive user messages kept apart"] == 2
    assert corpus.reading.notes["empty user messages"] == 1


def test_a_recorded_language_wins_and_the_rest_is_settled(put: Put) -> None:
    german = "Könntest du mir bitte bei einem Brief an meinen Vermieter helfen?"
    rows = [
        {"messages": chat(german)},
        {"language": "French", "messages": chat(ASK)},
        {"messages": chat("ok")},
    ]
    corpus = read(put(rows, lines=True))
    assert [d.language for d in corpus] == ["de", "fr", None]  # no language is four in five
    assert corpus.reading.notes["languages not determined"] == 1
    settled = read(put([*rows[:1] * 4, rows[2]], "s", lines=True))
    assert [d.language for d in settled] == ["de"] * 5
    assert settled.reading.notes["languages assumed from the other dialogues"] == 1


def test_strict_lists_the_first_drops_and_counts_them(put: Put) -> None:
    path = put([ROW, *[{"messages": 7}] * 8], lines=True)
    with pytest.raises(InputError) as caught:
        read(path, strict=True)
    lines = str(caught.value).splitlines()
    assert "8 dropped" in lines[0]
    assert len(lines) == 7
    assert lines[-1].strip() == "and 3 more"


def test_no_message_shows_more_than_forty_characters_of_text(put: Put) -> None:
    secret = "my password is swordfish and my name is nobody you know at all"
    path = put(
        [ROW, {"messages": secret}, {"messages": [{"role": secret, "content": "x"}]}], lines=True
    )
    for remark in read(path).reading.remarks:
        assert len(remark.found) <= 40
        assert secret[:45] not in str(remark)


def _parse(record: Any, _side: str | None) -> Iterable[Draft]:
    yield Draft((Message("user", record["shout"].lower()),))


def test_a_format_from_outside(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name, value = "shout", "elsewhere:FORMAT"
        loaded: Any = Format("shout", "shouts", lambda record: "shout" in record, _parse)

        def load(self) -> Any:
            return self.loaded

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: [Point()])
    registry.formats.cache_clear()
    try:
        corpus = read(put([{"shout": "HELLO MY FRIEND", "messages": []}]))
        assert corpus.reading.format == "shout"
        assert only(corpus).turns[0].text == "hello my friend"
        registry.formats.cache_clear()
        Point.loaded = 3
        with pytest.raises(EnvironmentFailure, match="expected a Format, found int"):
            registry.formats()
    finally:
        registry.formats.cache_clear()


def test_every_format_declares_itself() -> None:
    known = registry.formats()
    assert len({f.name for f in known}) == len(known) >= 16
    for found in known:
        assert found.title
        assert found.sniff.__doc__
        assert found.parse.__doc__
        assert found.sniff({}) is False
        assert set(found.sides) <= {"real", "simulated"}

"""stream gives what read gives, one at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from usergap.dialogues import Dialogue, Remark
from usergap.errors import InputError
from usergap.formats import read, write
from usergap.formats.samples import sample
from usergap.formats.streaming import stream

from .conftest import Put
from .made import ANSWER, ASK, MORE, chat

ROW = {"messages": chat(ASK, ANSWER)}


def streamed(path: Path | str, remarks: list[Remark] | None = None) -> list[Dialogue]:
    return [each for _, found in stream(path, remarks=remarks) for each in found]


@pytest.mark.parametrize("name", ["generic.jsonl", "generic.jsonl.gz", "generic.parquet"])
def test_the_same_dialogues_as_read(tmp_path: Path, name: str) -> None:
    path = write(sample("generic"), tmp_path / name)
    expected = [replace(each, language=None) for each in read(path)]
    assert [replace(each, language=None) for each in streamed(path)] == expected


def test_only_one_is_held_at_a_time(put: Put) -> None:
    path = put([{"id": "a", **ROW}, {"id": "b", "messages": 7}], lines=True)
    remarks: list[Remark] = []
    ((name, found),) = stream(path, remarks=remarks)
    assert (name, next(found).id) == (str(path), "a")
    assert remarks == []  # the next row has not been read
    assert list(found) == []
    assert [remark.line for remark in remarks] == [2]


def test_ids_stay_as_the_file_gives_them(put: Put) -> None:
    path = put([{"id": "a", **ROW}, {"id": "a", **ROW}, ROW, ROW], lines=True)
    one, two, three, four = streamed(path)
    assert (one.id, two.id) == ("a", "a")
    assert three.id == four.id
    assert three.id.endswith("-1")


def test_recorded_languages_are_kept_and_none_is_guessed(put: Put) -> None:
    path = put([{"id": "a", "language": "German", **ROW}, {"id": "b", **ROW}], lines=True)
    assert [each.language for each in streamed(path)] == ["de", None]


def test_a_folder_gives_its_files(put: Put, tmp_path: Path) -> None:
    put([{"id": "a", **ROW}], "box/a.jsonl", lines=True)
    put([{"id": "b", "messages": chat(MORE)}], "box/b.jsonl", lines=True)
    put("just words\n", "box/notes.txt")
    found = [(Path(name).name, [d.id for d in each]) for name, each in stream(tmp_path / "box")]
    assert found == [("a.jsonl", ["a"]), ("b.jsonl", ["b"]), ("notes.txt", [])]


def test_a_side_is_chosen(put: Put) -> None:
    rows = [{"id": "a", "simulator": "s", **ROW}, {"id": "b", **ROW}]
    path = put(rows, "both.jsonl", lines=True)
    assert [each.id for each in streamed(f"{path}#simulated")] == ["a"]
    assert [each.id for each in streamed(f"{path}#real")] == ["b"]
    path = put(rows[:1], "one.jsonl", lines=True)
    with pytest.raises(InputError, match="found no real dialogue"):
        streamed(f"{path}#real")


@pytest.mark.parametrize("content", ["", "\n\n", '{"messages": []}\n', "x,y\n1,2\n"])
def test_a_file_without_dialogues_is_refused(put: Put, content: str) -> None:
    path = put(content)
    with pytest.raises(InputError, match="expected dialogues, found"):
        streamed(path)

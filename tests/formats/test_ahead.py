"""stream_ahead gives what stream gives, whatever becomes of either process."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from usergap.dialogues import Dialogue, Message, Remark
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import ahead
from usergap.formats.ahead import stream_ahead
from usergap.formats.streaming import stream


def rows(path: Path, count: int, first: int = 0) -> Path:
    with path.open("w") as file:
        for number in range(first, first + count):
            record = {"messages": [{"role": "user", "content": f"boat {number}"}], "deck": number}
            file.write(json.dumps(record) + "\n" if number % 7 else "{\n")
    return path


def both(source: Path) -> list[tuple[list[tuple[str, list[Dialogue]]], list[Remark]]]:
    found = []
    for read in (stream, stream_ahead):
        remarks: list[Remark] = []
        found.append(([(n, list(each)) for n, each in read(source, remarks=remarks)], remarks))
    return found


def test_files_dialogues_order_extras_and_remarks_are_those_of_stream(tmp_path: Path) -> None:
    rows(tmp_path / "a.jsonl", 1200, first=1)
    rows(tmp_path / "b.jsonl", 30, first=1)
    one, other = both(tmp_path)
    assert other == one
    assert len(one[1]) == 171 + 4  # multiples of 7 up to 1200 and up to 30
    extras = [[each.extra for _, found in side[0] for each in found] for side in (one, other)]
    assert extras[0] == extras[1]
    assert extras[1][0] == {"deck": 1}


def test_what_is_not_taken_is_passed_over(tmp_path: Path) -> None:
    rows(tmp_path / "a.jsonl", 900, first=1)
    rows(tmp_path / "b.jsonl", 3, first=1)
    found = [(Path(name).name, next(each).messages) for name, each in stream_ahead(tmp_path)]
    assert [name for name, _ in found] == ["a.jsonl", "b.jsonl"]


def test_errors_of_reading_are_told_as_by_stream(tmp_path: Path) -> None:
    (tmp_path / "words.jsonl").write_text('{"fruit": 1}\n')
    with pytest.raises(InputError, match="fruit"):
        list(stream_ahead(tmp_path / "words.jsonl"))
    with pytest.raises(InputError, match="found nothing there"):
        list(stream_ahead(tmp_path / "none.jsonl"))


def test_a_reader_that_is_killed_is_told_and_leaves_no_process(tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", 60_000, first=1)  # more than may wait

    def killed() -> None:
        for _, dialogues in stream_ahead(path):
            next(dialogues)
            for child in multiprocessing.active_children():
                child.kill()
            for _ in dialogues:
                pass

    with pytest.raises(EnvironmentFailure, match=r"a\.jsonl: the process that reads"):
        killed()
    assert not multiprocessing.active_children()


def test_who_stops_early_leaves_no_process(tmp_path: Path) -> None:
    for _, dialogues in stream_ahead(rows(tmp_path / "a.jsonl", 60_000, first=1)):
        next(dialogues)
        assert len(multiprocessing.active_children()) == 1
        break
    del dialogues
    assert not multiprocessing.active_children()


def test_a_parcel_is_closed_by_number_and_by_letters() -> None:
    small = [Dialogue(str(i), (Message("user", "x"),)) for i in range(1100)]
    assert [len(each) for each in ahead._parcels(iter(small))] == [500, 500, 100]
    large = [Dialogue(str(i), (Message("user", "x" * 600_000),)) for i in range(3)]
    assert [len(each) for each in ahead._parcels(iter(large))] == [2, 1]

"""``usergap ledger`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ledger.samples import sql
from usergap.cli import app
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.ledger import Ledger

FIRST_AND_AGAIN = ("6 added, 0 amended, 0 known", "0 added, 0 amended, 6 known")


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    corpus = sample("generic")
    return write(corpus.with_dialogues(corpus[:6]), tmp_path / "chats.jsonl")


def run(path: Path, *arguments: object) -> int:
    verb, *rest = map(str, arguments)
    return app.run(["ledger", verb, *rest, "--ledger", str(path)])


def test_add_show_verify_export(chats: Path, tmp_path: Path, capsys) -> None:
    path, out = tmp_path / "l", tmp_path / "out"
    assert run(path, "add", chats, "--set", "task=chat", "--set", "licence=CC0-1.0") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{chats}: 6 added, 0 amended, 0 known"
    head = told[1].split()[-1]
    assert run(path, "add", chats) == 0
    assert "0 added, 0 amended, 6 known" in capsys.readouterr().out

    assert run(path, "show", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["samples"], shown["licence"]) == (6, {"CC0-1.0": 6})
    assert run(path, "show") == 0
    assert "licence: CC0-1.0 6" in capsys.readouterr().out

    assert run(path, "verify", "--anchor", head) == 0
    assert f"whole: 6 entries, head {head}" in capsys.readouterr().out

    assert run(path, "export", "-o", out) == 2
    assert "created lacks in 6" in capsys.readouterr().err
    assert not out.exists()
    assert run(path, "export", "-o", out, "--require", "licence,task", "--name", "Chats") == 0
    assert {each.name for each in out.iterdir()} == {"samples.jsonl", "croissant.json", "README.md"}
    assert json.loads((out / "croissant.json").read_text())["name"] == "Chats"


def test_another_format_of_the_same_dialogues_adds_nothing(chats: Path, tmp_path: Path, capsys):
    path, table = tmp_path / "l", tmp_path / "chats.parquet"
    assert app.run(["convert", str(chats), "-o", str(table)]) == 0
    assert run(path, "add", chats, table) == 0
    assert f"{table}: 0 added, 0 amended, 6 known" in capsys.readouterr().out


def test_a_broken_log_ends_with_1_and_names_the_place(chats: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "l"
    run(path, "add", chats)
    sql(path, "DELETE FROM entries WHERE number = 3")
    capsys.readouterr()
    assert run(path, "verify") == 1
    assert capsys.readouterr().out == f"{path}: entry 3: missing: deleted from the log\n"
    assert run(path, "verify", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["whole"]
    assert found["problems"] == [{"first": 3, "last": 3, "what": "missing: deleted from the log"}]


def test_a_truncated_ledger_is_one_line_and_3(chats: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "l"
    run(path, "add", chats)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    capsys.readouterr()
    for verb in ("verify", "show"):
        assert run(path, verb) == 3
        told = capsys.readouterr().err
        assert "truncated" in told
        assert told.count("\n") == 1
    assert run(path, "add", chats) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("verify",), "found nothing there"),
        (("show",), "found nothing there"),
        (("export", "-o", "out"), "found nothing there"),
        (("verify", "--anchor", "12"), "--anchor: expected ENTRIES:HASH"),
        (("add", "nowhere.jsonl"), "nowhere.jsonl"),
        (("add", "nowhere.jsonl", "--set", "colour=red"), "found 'colour=red'"),
    ],
)
def test_wrong_input_is_one_line_and_2(tmp_path: Path, capsys, arguments, told: str) -> None:
    assert run(tmp_path / "l", *arguments) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert not (tmp_path / "l").exists()


def test_tags_that_differ_are_refused_until_told_to_amend(chats: Path, tmp_path: Path, capsys):
    path = tmp_path / "l"
    run(path, "add", chats, "--set", "licence=MIT")
    assert run(path, "add", chats, "--set", "licence=CC0-1.0") == 2
    assert "--amend replaces" in capsys.readouterr().err
    assert run(path, "add", chats, "--set", "licence=CC0-1.0", "--amend") == 0
    assert "0 added, 6 amended" in capsys.readouterr().out


def test_words_stay_out_unless_asked_for(chats: Path, tmp_path: Path) -> None:
    first = json.loads(chats.read_text().splitlines()[0])["messages"][0]["content"].encode()
    run(tmp_path / "l", "add", chats)
    assert first not in (tmp_path / "l").read_bytes()
    run(tmp_path / "l", "add", chats, "--with-text")
    run(tmp_path / "l", "export", "-o", tmp_path / "o", "--require", "none", "--with-text")
    assert first in (tmp_path / "o" / "samples.jsonl").read_bytes()


def test_a_file_that_holds_a_dialogue_twice_counts_both(chats: Path, tmp_path: Path, capsys):
    path, twice = tmp_path / "l", tmp_path / "twice.jsonl"
    twice.write_bytes(chats.read_bytes() * 2)
    run(path, "add", chats)
    assert run(path, "add", twice) == 0
    assert f"{twice}: 6 added, 0 amended, 6 known" in capsys.readouterr().out
    assert run(path, "add", twice, chats) == 0
    assert f"{twice}: 0 added, 0 amended, 12 known" in capsys.readouterr().out


def test_strict_writes_nothing_where_a_row_is_dropped(chats: Path, tmp_path: Path, capsys) -> None:
    path, bad = tmp_path / "l", tmp_path / "bad.jsonl"
    bad.write_bytes(chats.read_bytes() + b'{"messages": 7}\n')
    assert run(path, "add", chats, bad, "--strict") == 2
    assert "1 dropped, and strict" in capsys.readouterr().err
    assert not path.exists()
    assert run(path, "add", bad) == 0
    told = capsys.readouterr()
    assert "6 added" in told.out
    assert f"{bad}:7: dropped" in told.err
    assert run(path, "add", "-", "--strict") == 2


def test_a_place_without_dialogues_is_refused(tmp_path: Path, capsys) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "notes.txt").write_text("just words\n")
    assert run(tmp_path / "l", "add", tmp_path / "box") == 2
    assert "found none" in capsys.readouterr().err
    assert not (tmp_path / "l").exists()


def test_words_can_be_forgotten_and_the_log_stays(chats: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "l"
    assert run(path, "add", chats, "--with-text") == 0
    head = capsys.readouterr().out.split()[-1]
    name = json.loads(chats.read_text().splitlines()[0])["id"]
    assert run(path, "forget", "--dialogue", name) == 0
    assert capsys.readouterr().out == f"{path}: 1 texts removed, head {head}\n"
    assert run(path, "forget", "--all") == 0
    assert ": 5 texts removed" in capsys.readouterr().out
    assert run(path, "verify", "--anchor", head) == 0
    assert run(path, "forget", "--dialogue", "nobody") == 2
    assert "expected a recorded dialogue, found 'nobody'" in capsys.readouterr().err
    assert run(path, "forget") == 2
    assert run(path, "forget", "--all", "--dialogue", name) == 2


def test_a_large_file_read_by_its_own_process_makes_the_same_chain(
    tmp_path: Path, chats: Path, monkeypatch, capsys
) -> None:
    told, rows = [], []
    for name, size in (("one", 10**9), ("two", 1)):
        monkeypatch.setattr("usergap.cli.ledger_add.WORTH_A_PROCESS", size)
        assert run(tmp_path / name, "add", chats, chats) == 0
        told.append(capsys.readouterr().out.splitlines()[::2])
        with Ledger(tmp_path / name) as book:  # the time is part of an entry, and differs
            rows.append([(row.number, row.sample, row.provenance) for row in book.entries()])
    assert told[0] == told[1] == [f"{chats}: {said}" for said in FIRST_AND_AGAIN]
    assert rows[0] == rows[1]

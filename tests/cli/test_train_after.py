"""What a training verb tells of side effects when it is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.train.side_effects.test_effects import corpus
from usergap.cli.app import run
from usergap.formats import write


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    write(corpus("real", 0.3, count=150).dialogues, "real.jsonl")
    return "real.jsonl"


ASK = ("--steps", "3", "--group", "4", "--contexts", "4", "--longest", "12", "-o", "run")
MEANT = ("--rewards", "profile,bertscore", "--set", "profile.measures=words+emotion")


def test_the_table_stands_under_the_run_and_in_its_card(file: str, capsys) -> None:
    assert run(["train", "rl", file, *MEANT, *ASK]) == 0
    out = capsys.readouterr().out
    assert "What else moved" in out
    assert "* Words" in out
    assert "* Emotion" in out
    assert "* Intent" not in out
    assert "  Knowledge" in out or "! Knowledge" in out
    card = json.loads(Path("run/card.json").read_text())
    rows = {row["name"]: row for row in card["side_effects"]["effects"]}
    assert len([row for row in rows.values() if row["kind"] == "measure"]) == 10
    assert {name for name, row in rows.items() if row["rewarded"]} == {"words", "emotion"}
    assert not any("side effects" in each for each in card["not_measured"])
    # and none of what it was trained on is among the real dialogues of the table
    assert card["side_effects"]["dialogues"][2] == card["data"]["held_out"]["dialogues"]


def test_or_the_command_that_makes_it(file: str, capsys) -> None:
    assert run(["train", "rl", file, *MEANT, *ASK, "--effects", "0"]) == 0
    out = capsys.readouterr().out
    assert "What else moved" not in out
    told = out.splitlines()[-1].removeprefix("side effects: usergap ").split()
    assert told[:4] == ["train", "effects", "policy:run,before=yes", "policy:run"]
    assert told[-1] == "words,emotion"
    assert "side effects" in json.dumps(json.loads(Path("run/card.json").read_text()))
    assert run([*told, "--replicates", "400", "--limit", "40"]) == 0
    assert "* Words" in capsys.readouterr().out


def test_a_run_stands_where_the_table_cannot_be_made(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    write(corpus("real", 0.3, count=30).dialogues, "real.jsonl")
    assert run(["train", "rl", "real.jsonl", "--rewards", "bertscore", *ASK]) == 0
    out = capsys.readouterr().out
    assert "not measured: side effects: expected 20 or more real dialogues" in out
    assert "usergap train effects policy:run,before=yes policy:run --real real.jsonl" in out
    assert Path("run/card.json").is_file()

"""Exports: the shape that other tools document, and nothing lost on the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usergap.cli import app
from usergap.dialogues import Dialogue, Message, Provenance
from usergap.errors import InputError
from usergap.formats import read, write
from usergap.formats.exports import EXPORTS
from usergap.profiles.seeds import hashed, seeds_in

from .made import ANSWER, ASK, MORE
from .test_write import dialogues

SAID = (Message("user", ASK), Message("assistant", ANSWER), Message("user", MORE))
MADE = Dialogue(
    "d1",
    SAID,
    scenario_id="s1",
    scenario="write to a landlord",
    persona="a human user",
    simulator="m",
    language="en",
    ended=True,
    provenance=Provenance(origin="synthetic", seed=3, parents=("r1",)),
    extra={"simulation": {"seeds": {"count": 1, "digest": "x", "ids": ["r1"]}}},
)


def lines(tmp_path: Path, to: str, *made: Dialogue) -> list[dict[str, Any]]:
    file = write(made or (MADE,), tmp_path / "out.jsonl", to=to)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("to", EXPORTS)
def test_an_export_is_read_back_as_it_was(tmp_path: Path, to: str) -> None:
    corpus = read(write([MADE], tmp_path / "out.jsonl", to=to))
    (again,) = corpus
    assert (again, again.extra) == (MADE, MADE.extra)
    assert corpus.reading.format == {"openai": "chat", "tau": "tau_bench"}.get(to, to)
    assert seeds_in(corpus).ids == {hashed("r1")}  # what is barred stays barred


@pytest.mark.parametrize("to", EXPORTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(made=st.lists(dialogues(), min_size=1, max_size=3, unique_by=lambda d: d.id))
def test_any_dialogue_survives_any_export(tmp_path: Path, to: str, made: list[Dialogue]) -> None:
    again = list(read(write(made, tmp_path / "out.jsonl", to=to)))
    assert again == made
    assert [each.extra for each in again] == [each.extra for each in made]


def test_openai_messages(tmp_path: Path) -> None:
    (row,) = lines(tmp_path, "openai")
    assert row["messages"] == [
        {"role": "user", "content": ASK},
        {"role": "assistant", "content": ANSWER},
        {"role": "user", "content": MORE},
    ]
    assert (row["metadata"]["id"], row["metadata"]["scenario"]) == ("d1", "write to a landlord")


def test_sharegpt_conversations(tmp_path: Path) -> None:
    (row,) = lines(tmp_path, "sharegpt")
    assert [each["from"] for each in row["conversations"]] == ["human", "gpt", "human"]
    assert row["conversations"][1]["value"] == ANSWER
    assert (row["id"], row["metadata"]["scenario_id"]) == ("d1", "s1")


def test_tau_numbers_the_trials_of_a_task(tmp_path: Path) -> None:
    rows = lines(tmp_path, "tau", MADE, replace(MADE, id="d2"), replace(MADE, scenario_id="s2"))
    assert [(row["task_id"], row["trial"]) for row in rows] == [("s1", 0), ("s1", 1), ("s2", 0)]
    assert rows[0]["info"]["task"]["instruction"] == "write to a landlord"
    assert rows[0]["reward"] is None
    assert rows[0]["traj"][0] == {"role": "user", "content": ASK}


def test_inspect_samples_are_as_json_dataset_reads_them(tmp_path: Path) -> None:
    """Inspect's reader wants input (text or messages of known roles with content), a target
    that is text, and metadata that is an object: inspect_ai/dataset/_util.py."""
    (row,) = lines(tmp_path, "inspect")
    assert set(row) == {"id", "input", "target", "metadata"}
    assert isinstance(row["metadata"], dict)
    assert row["target"] == "write to a landlord"
    for message in row["input"]:
        assert message["role"] in ("system", "user", "assistant", "tool")
        assert isinstance(message["content"], str)


def test_another_metadata_is_no_export_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "chats.jsonl"
    row = {"messages": [{"role": "user", "content": ASK}], "metadata": {"id": "x", "usergap": 3}}
    file.write_text(json.dumps(row))
    (dialogue,) = read(file)
    assert dialogue.id != "x"
    assert dialogue.extra["metadata"] == row["metadata"]


@pytest.mark.parametrize("name", ["out.parquet", "out.txt"])
def test_an_export_is_json_lines(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="expected a"):
        write([MADE], tmp_path / name, to="openai")


def test_an_unknown_form_is_told_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="usergap, openai, sharegpt, tau, inspect"):
        write([MADE], tmp_path / "out.jsonl", to="alpaca")


def test_convert_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = write([MADE], tmp_path / "sims.jsonl"), tmp_path / "out.jsonl"
    assert app.run(["convert", str(file), "-o", str(out), "--to", "sharegpt"]) == 0
    assert ": 1 dialogue\n" in capsys.readouterr().out
    assert "conversations" in json.loads(out.read_text("utf-8"))
    assert app.run(["convert", str(file), "-o", str(out), "--to", "alpaca"]) == 2

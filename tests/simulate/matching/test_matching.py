"""Matching in a run: calibration, held-out scenarios, files, and what cannot be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import usergap
from usergap.cli import app
from usergap.errors import InputError
from usergap.formats import read, write
from usergap.formats.samples import sample
from usergap.simulate.scenarios.scenario import read_scenarios, scenario_lines
from usergap.testing import FakeServer, ObeyingUser

from .made_targets import scenarios

LISTED = scenarios(60, domains=("music", "finance"))


@pytest.fixture(autouse=True)
def _apart(monkeypatch, tmp_path):
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.chdir(tmp_path)
    Path("s.jsonl").write_text(scenario_lines(LISTED), "utf-8")


def run(*more):
    told = ("--scenarios", "s.jsonl", "--user", "chat:m", "--assistant", "scripted")
    return app.run(["simulate", *told, *map(str, more)])


def words(path):
    return [sum(len(t.text.split()) for t in d.turns) for d in read(path)]


def test_calibrated_on_one_half_and_run_on_the_other(capsys):
    with FakeServer(ObeyingUser(wordy=2.0, slips=0.1)) as server:
        reached = ("--base-url", server.url, "--seed", 1)
        asked = ("--match", "wildchat", "--match-rounds", 2, *reached)
        assert run(*asked, "-o", "after.jsonl") == 0
        calls = server.requests
        before = Path("after.jsonl").read_bytes()
        assert run(*asked, "-o", "after.jsonl") == 0
        assert server.requests == calls  # every round and the run go on from their journals
        assert Path("after.jsonl").read_bytes() == before
        folder = Path("after.jsonl.journal.match")
        found = json.loads((folder / "calibration.json").read_text())
        held_out = folder / "held_out.jsonl"
        assert [s.id for s in read_scenarios(held_out)] == found["held_out"]
        assert [d.scenario_id for d in read("after.jsonl")] == found["held_out"]
        assert len(found["rounds"]) == 2
        correction = f"match:wildchat,correction={folder / 'correction.json'}"
        told = ("--scenarios", held_out, "--user", "chat:m", "--assistant", "scripted")
        again = ("simulate", *told, "--control", correction, "--max-turns", 40, "--min-turns", 1)
        assert app.run([*map(str, (*again, *reached)), "-o", "again.jsonl"]) == 0
    capsys.readouterr()
    planned = [d.extra["simulation"]["controls"]["match"]["session"] for d in read("after.jsonl")]
    stops = Counter(d.extra["simulation"]["stop"] for d in read("after.jsonl"))
    assert stops.most_common(1)[0][0] in ("user_ended", "turn_cap")
    assert [len(d.turns) for d in read("after.jsonl")] == [each["turns"] for each in planned]
    # the same correction by its file plans the same
    assert words("again.jsonl") == words("after.jsonl")


def test_a_plan_without_rounds_runs_all_scenarios():
    with FakeServer(ObeyingUser()) as server:
        made = usergap.simulate(
            LISTED, "chat:m", "scripted", match="lmsys", base_url=server.url, cache="c.sqlite"
        )
    assert len(made) == len(LISTED)
    assert max(len(d.turns) for d in made) > 10
    with pytest.raises(InputError, match="match_rounds"):
        usergap.simulate(LISTED, "chat:m", "scripted", match_rounds=2)


def test_turns_that_were_asked_for_hold():
    with FakeServer(ObeyingUser()) as server:
        reached = ("--base-url", server.url, "--max-turns", 5)
        assert run("--match", "lmsys", *reached, "-o", "x.jsonl") == 0
    assert {len(d.turns) for d in read("x.jsonl")} == {4, 5}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--match-rounds", 2), "expected --match REFERENCE beside it"),
        (("--match", "nobody"), "expected a file, or one of"),
        (("--match", "lmsys", "--match-rounds", 2, "--limit", 3), "expected no limit"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_asked(more, told, capsys):
    with FakeServer(ObeyingUser()) as server:
        assert run(*more, "--base-url", server.url, "-o", "x.jsonl") == 2
        assert server.requests == 0
    assert told in capsys.readouterr().err


def test_a_user_without_a_prompt_and_too_few_scenarios(capsys):
    told = ("--scenarios", "s.jsonl", "--assistant", "scripted", "-o", "x.jsonl")
    path = write(sample("generic")[:30], "real.jsonl")
    asked = ["simulate", *told, "--user", f"markov:{path}", "--match", "lmsys"]
    assert app.run(asked) == 2
    assert "expected controls that can rewrite" in capsys.readouterr().err
    Path("s.jsonl").write_text(scenario_lines(LISTED[:30]), "utf-8")
    with FakeServer(ObeyingUser()) as server:
        asked = ("--match", "lmsys", "--match-rounds", 1, "--base-url", server.url)
        assert run(*asked, "-o", "x.jsonl") == 2
        assert server.requests == 0
    assert "at least 20 scenarios to calibrate on, found 15 of 30" in capsys.readouterr().err

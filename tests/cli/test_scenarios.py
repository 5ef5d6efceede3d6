"""``usergap scenarios`` from the command line, with a model over real HTTP and without one."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from usergap.cli import app
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.simulate.scenarios.scenario import MAX_WORDS, read_scenarios
from usergap.testing import FakeServer, Reply

FEW = 12


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.chdir(tmp_path)
    write(sample("generic")[:FEW], "real.jsonl")


def run(*more: object) -> int:
    return app.run(["scenarios", "real.jsonl", "-o", "s.jsonl", *map(str, more)])


def model(call) -> str:
    ticket = re.search(r"ticket (\w+)(?:, number (\d))?", call.prompt)
    found: dict[str, object] = {"ticket": ticket[1], "scenario": "sort out a small matter"}
    if ticket[2]:
        jobs = ["a cook", "one pupil", "some clerk", "an heir", "the guide"]
        found = {"ticket": ticket[1], "personas": jobs[: int(ticket[2])]}
    return json.dumps(found)


def test_without_a_model_it_says_what_the_scenarios_are(capsys):
    assert run() == 0
    made = read_scenarios("s.jsonl")
    said = capsys.readouterr()
    assert said.err.startswith("no model: scenarios are sentences of the users' own")
    assert "personas stay generic" in said.err
    assert f"s.jsonl: {len(made)} scenarios of {FEW} dialogues, by extractive" in said.out
    assert "Next: usergap simulate --scenarios s.jsonl --user SPEC --assistant SPEC -o" in said.out
    pairs = {d.id: d.scenario_id for d in sample("generic")[:FEW]}
    assert {s.parents[0]: s.id for s in made}.items() <= pairs.items()
    assert all(len(s.text.split()) <= MAX_WORDS and not s.personas for s in made)


def test_with_a_model_personas_come_along_and_answers_are_paid_once(capsys):
    with FakeServer(model) as server:
        asked = ("--model", "m", "--base-url", server.url, "--price", "1000,1000")
        assert run(*asked) == 0
        sent = server.requests
        assert run(*asked) == 0
        assert server.requests == sent == FEW + 1  # one scenario, hence one call for personas
        made = read_scenarios("s.jsonl")
        assert len(made) == FEW
        assert {(len(s.personas), s.made_by) for s in made} == {(5, "m prompts-1")}
        assert run(*asked, "--personas", "0", "--limit", "3") == 0
        assert [len(s.personas) for s in read_scenarios("s.jsonl")] == [0, 0, 0]
    out = capsys.readouterr().out
    assert re.search(rf"{FEW + 1} calls, \d+ \+ \d+ tokens, cost \d+\.\d{{4}}", out)
    assert "0 calls, 0 + 0 tokens\n" in out
    assert "--persona informed" in out


def test_what_is_left_out_is_counted_and_named(capsys):
    first = sample("generic")[0]

    def script(call):
        shown = json.dumps(first.messages[0].content)[1:40]
        return Reply.refused() if shown in call.prompt else model(call)

    with FakeServer(script) as server:
        assert run("--model", "m", "--base-url", server.url) == 0
    told = capsys.readouterr().err
    assert f"left out, the model refused: 1 ({first.id})" in told
    assert "self-disclosure" not in told
    assert len(read_scenarios("s.jsonl")) == FEW - 1


def test_who_is_left_out_for_what_they_told_biases_pairs_and_that_is_said(capsys):
    first = sample("generic")[0]

    def script(call):
        shown = json.dumps(first.messages[0].content)[1:40]
        if shown not in call.prompt:
            return model(call)
        return model(call).replace("a small matter", "a matter of 1999 and write to a@b.example")

    with FakeServer(script) as server:
        assert run("--model", "m", "--base-url", server.url) == 0
    told = capsys.readouterr().err
    assert f"({first.id})\nwho tells much of themselves is left out more often" in told


def test_ctrl_c_says_how_to_go_on(capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    making = import_module("usergap.simulate.scenarios.making")
    monkeypatch.setattr(making, "make_scenarios", interrupted)
    assert run("--model", "m", "--base-url", "http://x/v1") == 130
    assert "cache.sqlite: run the same command again to go on" in capsys.readouterr().err


def test_no_scenario_at_all_writes_nothing_and_ends_with_3(capsys):
    with FakeServer("no") as server:
        assert run("--model", "m", "--base-url", server.url) == 3
    assert "not one dialogue gave a scenario" in capsys.readouterr().err
    assert not Path("s.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("--base-url", "http://x/v1"), 2, "--base-url: expected a model beside it"),
        (("--personas", "3"), 2, "--personas: expected a model beside it"),
        (("--model", "m"), 2, "give --base-url"),
        (("--model", "m", "--base-url", "http://x/v1", "--key-env", "NO_SUCH_KEY"), 3, "NO_SUCH"),
        (("--model", "m", "--base-url", "http://x/v1", "--max-cost", "1"), 2, "--price"),
        (("-o", "s.yaml"), 2, "s.yaml: expected a name such as scenarios.jsonl"),
        (("-o", "real.jsonl"), 2, "found the dialogues"),
        (("-o", "no/such/folder/s.jsonl"), 2, "no folder to put it in"),
    ],
)  # fmt: skip
def test_each_wrong_input_is_one_line(arguments, code, line, capsys):
    assert run(*arguments) == code
    err = capsys.readouterr().err
    assert line in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_told(capsys):
    assert app.run(["scenarios", "no.jsonl", "-o", "s.jsonl"]) == 2
    assert "no.jsonl: expected a file or folder" in capsys.readouterr().err

"""From topics to steered conversations to what was steered, through the command line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from usergap.cli import app, controls
from usergap.formats import read
from usergap.simulate.controllability import Controllability
from usergap.simulate.controls.recllm import PROFILES
from usergap.simulate.diasynth.plan import parse_plan
from usergap.simulate.scenarios.scenario import read_scenarios
from usergap.testing import FakeServer


def obeying(call):
    """Says the profile's last word, if it was told one."""
    told = call.messages[0][1]
    return next((line.split()[-1] for line in PROFILES["profile"].values() if line in told), "so")


def run(arguments, capsys):
    code = app.run([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_topics_to_conversations_to_controls(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(["topics", "-o", "scenarios.jsonl", "--seed", 4], capsys)
    assert code == 0
    assert "40 scenarios of 8 topics, by diasynth built-in" in out
    assert "--control diasynth:scenarios.jsonl.plan --persona informed" in out
    scenarios = read_scenarios("scenarios.jsonl")
    plan = parse_plan((tmp_path / "scenarios.jsonl.plan").read_text(), "plan")
    assert list(plan.scenarios) == [scenario.id for scenario in scenarios]

    with FakeServer(obeying) as server:
        told = ["--control", "diasynth:scenarios.jsonl.plan", "--control", "recllm"]
        code, out, _ = run(
            [
                *("simulate", "--scenarios", "scenarios.jsonl", "--persona", "informed"),
                *("--user", "chat:fake", "--base-url", server.url, "--assistant", "scripted"),
                *("--min-turns", 1, "--max-turns", 2, "--cache", "cache", *told),
                *("-o", "sims.jsonl"),
            ],
            capsys,
        )
    assert code == 0
    assert "usergap controls sims.jsonl" in out
    made = read("sims.jsonl").dialogues
    recorded = {d.id: d.extra["simulation"]["controls"]["diasynth"]["session"] for d in made}
    assert recorded == {each: dict(found.values) for each, found in plan.scenarios.items()}

    code, out, _ = run(["controls", "sims.jsonl", "--control", "recllm", "-o", "c.json"], capsys)
    assert code == 0
    found = json.loads((tmp_path / "c.json").read_text())
    covered = {each["variable"]: each for each in found["coverage"]}
    assert covered["recllm.profile"]["used"] == 1.0
    assert covered["diasynth.medium"]["possible"] is None  # not named by --control
    assert found["pairs"] == []  # recllm has one variable of the dialogue
    scored = {each["variable"]: each for each in found["controllability"]}
    assert scored["recllm.profile"]["accuracy"] == 1.0
    assert scored["recllm.profile"]["p_holm"] < 0.05
    assert scored["diasynth.medium"]["p_holm"] > 0.05
    scores = out.partition("95 % interval")[2].splitlines()
    assert "100.0%" in next(line for line in scores if "recllm.profile" in line)

    code, out, _ = run(["controls", "sims.jsonl", "--no-score"], capsys)
    assert code == 0
    assert "recovered" not in out


def test_names_that_differ_at_the_end_differ_at_80_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = Controllability("", "user turn", 2, 333, 40, "ridge", 0.5, 0.4, 0.6, 0.5, 1.0, 1.0)
    names = [f"friction.operators={each}" for each in ("negative_feedback", "contradiction")]
    none = Controllability("a.b", "dialogue", 1, 9, 9, "", undefined="only one value was drawn")
    controls.show([], [*(replace(told, variable=name) for name in names), none])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    first = "".join(line.split("  ")[0].strip() for line in lines)  # a name is folded, not cut
    assert all(name in first for name in names)
    assert "only one value was drawn: a.b" in lines
    assert f"recovered by ridge: {', '.join(names)}" in " ".join(" ".join(lines).split())


def test_layers_can_be_left_out(tmp_path, capsys):
    output = tmp_path / "s.jsonl"
    off = [part for each in ("personality", "context", "personas") for part in ("--without", each)]
    code, out, _ = run(["topics", "-o", output, *off], capsys)
    assert code == 0
    assert "--control" not in out
    assert "informed" not in out
    assert not (tmp_path / "s.jsonl.plan").exists()
    assert not any(scenario.personas for scenario in read_scenarios(output))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["topics", "-o", "x", "--without", "hats"], "expected subtopics, personas"),
        (["topics", "TOPICS", "-o", "x"], "topic 'sailing': expected a model"),
        (["topics", "/nowhere", "-o", "x"], "cannot be read"),
        (["topics", "TOPICS", "-o", "x", "--model", "m"], "expected the endpoint's address"),
        (["controls", "PLAIN"], "expected dialogues made with controls, found none"),
        (["controls", "PLAIN", "--control", "hats"], "expected one of"),
    ],
)
def test_what_cannot_be_is_told(tmp_path, capsys, arguments, told):
    (tmp_path / "TOPICS").write_text("sailing\n\n")
    row = {"id": "a", "messages": [{"role": "user", "content": "hello"}]}
    (tmp_path / "PLAIN.jsonl").write_text(json.dumps(row) + "\n")
    named = {"TOPICS": tmp_path / "TOPICS", "PLAIN": tmp_path / "PLAIN.jsonl", "x": tmp_path / "x"}
    code, _, err = run([named.get(each, each) for each in arguments], capsys)
    assert code == 2
    assert told in err
    assert not (tmp_path / "x").exists()

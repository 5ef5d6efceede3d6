"""``usergap gate`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from tests.ledger.gate.made import compared, policy
from usergap.cli import app

CLOSE = "[[comparison]]\nmeasure='mtld'\nverdict='close'\n"
FAR = "[[comparison]]\nmeasure='words'\nverdict='close'\n"


def run(*arguments: object) -> int:
    return app.run(["gate", *map(str, arguments)])


def test_an_open_gate_ends_with_0_and_a_line_a_rule(tmp_path: Path, capsys) -> None:
    assert run(policy(tmp_path, CLOSE), "--comparison", compared(tmp_path)) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("pass: mtld is close: mtld, plain: close, 1.9 (95 % 0 to 4.6)")
    assert last == "policy: passed, 1 of 1 rules"


def test_a_shut_gate_ends_with_1_and_writes_all_forms(tmp_path: Path, capsys) -> None:
    forms = [tmp_path / "out" / name for name in ("gate.xml", "gate.sarif", "gate.md")]
    options = zip(("--junit", "--sarif", "--markdown"), forms, strict=True)
    rules = policy(tmp_path, CLOSE + FAR)
    told = [x for pair in options for x in pair]
    assert run(rules, "--comparison", compared(tmp_path), *told) == 1
    assert [x.partition(":")[0] for x in capsys.readouterr().out.splitlines()] == [
        "pass", "fail", "policy",
    ]  # fmt: skip
    assert Tree.parse(forms[0]).getroot().get("failures") == "1"
    assert len(json.loads(forms[1].read_text())["runs"][0]["results"]) == 2
    assert forms[2].read_text().startswith("## usergap gate\n")


def test_the_report_folder_is_where_it_looks(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report").mkdir()
    compared(tmp_path / "report")
    assert run(policy(tmp_path, CLOSE)) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[comparison]]\nverdict='closed'", "verdict: expected close or differs"),
        ("rules = 1", "found 'rules'"),
        (CLOSE, "comparison.json"),
        ("[[ledger]]\nverify=true", "--ledger"),
    ],
)
def test_what_cannot_be_is_one_line_and_2(tmp_path, monkeypatch, capsys, text, told) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(policy(tmp_path, text)) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_the_workflow_in_the_docs_is_yaml_and_its_commands_exist() -> None:
    yaml = pytest.importorskip("yaml", reason="needs PyYAML")
    page = (Path(__file__).parents[2] / "docs" / "gate.md").read_text()
    flow = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    job = flow["jobs"]["gate"]
    assert flow[True] == ["pull_request"]  # YAML reads the key "on" as true; GitHub knows
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    told = [step["run"].split() for step in job["steps"] if "usergap " in step.get("run", "")]
    ours = [words for words in told if words[0] == "usergap"]
    assert [words[1] for words in ours] == ["compare", "gate"]
    for words in ours:
        options = {o for p in _parameters(words[1]) for o in p.opts}
        assert {word for word in words if word.startswith("-")} <= options
    written = next(step for step in job["steps"] if "upload-sarif" in step.get("uses", ""))
    assert written["with"]["sarif_file"] in ours[1]


def _parameters(verb: str):
    import typer

    return typer.main.get_command(app.app).commands[verb].params

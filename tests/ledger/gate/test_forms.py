"""JUnit, SARIF and Markdown of one decision: read back, and with hostile names."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as Tree

import pytest

from tests.ledger.gate.made import compared, decided
from usergap.ledger.gate import Decision, to_junit, to_markdown, to_sarif

HOSTILE = "a|b<script>\x1b[31m\x00&\ud800\n@team [x](http://y)"

TEXT = """
[policy]
name = "rel\\u0001ease"
undefined = "pass"
[[comparison]]
name = "as rich in words"
measure = "mtld"
verdict = "close"
[[comparison]]
measure = "words"
verdict = "close"
[[comparison]]
measure = "knowledge"
verdict = "close"
[[comparison]]
measure = "fk_grade"
verdict = "close"
"""


@pytest.fixture
def decision(tmp_path: Path) -> Decision:
    """A rule that passes, one that fails, an undefined one that counts as pass, an open one."""
    return decided(tmp_path, TEXT, comparison=compared(tmp_path))


@pytest.fixture
def hostile(tmp_path: Path) -> Decision:
    path = compared(tmp_path)
    found = json.loads(path.read_text())
    for row in found["rows"]:
        row["simulator"] = HOSTILE
    path.write_text(json.dumps(found))
    return decided(tmp_path, TEXT, comparison=path)


def test_junit_read_back(decision: Decision) -> None:
    root = Tree.fromstring(to_junit(decision))
    suite = root.find("testsuite")
    assert suite.attrib == {
        "name": "rel\N{REPLACEMENT CHARACTER}ease", "tests": "4", "failures": "2", "errors": "0",
        "skipped": "1",
    }  # fmt: skip
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == [
        "1. as rich in words", "2. words is close", "3. knowledge is close", "4. fk_grade is close",
    ]  # fmt: skip
    assert {case.get("classname") for case in cases} == {"usergap.comparison"}
    assert [[x.tag for x in case] for case in cases] == [[], ["failure"], ["skipped"], ["failure"]]
    failure = cases[1].find("failure")
    assert failure.get("message") == decision.outcomes[1].line
    assert failure.get("type") == "fail"
    assert cases[3].find("failure").get("type") == "cannot tell"


KINDS = {"pass", "open", "informational", "notApplicable", "review", "fail"}
LEVELS = {"none", "note", "warning", "error"}


# Properties of the published schema that we write, by object: all of these objects are closed
# there ("additionalProperties": false). The second set is what the schema requires.
PROPERTIES = {
    "log": ({"$schema", "version", "runs"}, {"version", "runs"}),
    "run": ({"tool", "results"}, {"tool"}),
    "tool": ({"driver"}, {"driver"}),
    "driver": ({"name", "version", "rules"}, {"name"}),
    "rule": ({"id", "shortDescription"}, {"id"}),
    "text": ({"text"}, {"text"}),
    "result": ({"ruleId", "ruleIndex", "kind", "level", "message", "locations"}, {"message"}),
    "location": ({"physicalLocation"}, set()),
    "physicalLocation": ({"artifactLocation"}, set()),
    "artifactLocation": ({"uri"}, set()),
}


def check_closed(log: dict) -> None:
    """No object has a property that the schema does not know, or lacks one that it requires."""
    runs = log["runs"]
    results = [result for run in runs for result in run["results"]]
    rules = [rule for run in runs for rule in run["tool"]["driver"]["rules"]]
    locations = [location for result in results for location in result["locations"]]
    physical = [location["physicalLocation"] for location in locations]
    found = {
        "log": [log],
        "run": runs,
        "tool": [run["tool"] for run in runs],
        "driver": [run["tool"]["driver"] for run in runs],
        "rule": rules,
        "text": [x["message"] for x in results] + [x["shortDescription"] for x in rules],
        "result": results,
        "location": locations,
        "physicalLocation": physical,
        "artifactLocation": [each["artifactLocation"] for each in physical],
    }
    for name, (known, required) in PROPERTIES.items():
        assert found[name], name
        for each in found[name]:
            assert required <= set(each) <= known, name
    assert all(isinstance(x["ruleIndex"], int) and x["ruleIndex"] >= -1 for x in results)


def check_sarif(text: str) -> dict:
    """What the published SARIF 2.1.0 schema requires of what we write, by its section."""
    log = json.loads(text)
    check_closed(log)
    assert log["version"] == "2.1.0"  # 3.13.2
    assert "sarif-schema-2.1.0.json" in log["$schema"]
    for run in log["runs"]:  # 3.14: tool is required
        driver = run["tool"]["driver"]  # 3.18.2
        assert driver["name"]  # 3.19.8
        ids = [rule["id"] for rule in driver["rules"]]  # 3.49.3
        assert len(ids) == len(set(ids))
        for rule in driver["rules"]:
            assert isinstance(rule["shortDescription"]["text"], str)  # 3.12: a message needs text
        for result in run["results"]:
            assert result["message"]["text"]  # 3.27.11 required
            assert result["kind"] in KINDS  # 3.27.9
            assert result["level"] in LEVELS  # 3.27.10
            assert (result["kind"] == "fail") == (result["level"] != "none")
            assert ids[result["ruleIndex"]] == result["ruleId"]  # 3.27.5, 3.27.6
            for location in result["locations"]:
                uri = location["physicalLocation"]["artifactLocation"]["uri"]  # 3.4.3
                assert not set(uri) & set(' "<>\\^`{|}')  # RFC 3986
    return log


def test_sarif_has_what_its_schema_requires(decision: Decision, tmp_path: Path) -> None:
    (run,) = check_sarif(to_sarif(decision))["runs"]
    kinds = [result["kind"] for result in run["results"]]
    assert kinds == ["pass", "fail", "notApplicable", "fail"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == (tmp_path / "policy.toml").as_uri()


def test_a_relative_policy_is_a_relative_uri(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("a folder")
    folder.mkdir()
    found = check_sarif(to_sarif(decided(folder, TEXT, comparison=compared(folder))))
    place = found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20folder/policy.toml"


def test_markdown_is_one_line_a_rule(decision: Decision) -> None:
    lines = to_markdown(decision).splitlines()
    assert lines[2] == "rel\N{REPLACEMENT CHARACTER}ease: failed, 2 of 4 rules."
    assert [line.split(" | ")[0] for line in lines[6:]] == ["| pass", "| fail", "| pass", "| fail"]
    assert lines[8].startswith("| pass | undefined | knowledge is close | ")
    assert "78.9" in lines[7]


def test_names_of_strangers_stay_text_in_every_form(hostile: Decision) -> None:
    assert len(Tree.fromstring(to_junit(hostile)).findall("*/testcase")) == 4
    check_sarif(to_sarif(hostile))
    to_sarif(hostile).encode("utf-8")
    table = to_markdown(hostile).splitlines()[6:]
    assert len(table) == 4
    for line in table:
        assert line.replace("\\|", "").count("|") == 5
        assert "<" not in line
        assert "@" not in line
        assert "http://" not in line
        assert "[x](" not in line
    for each in hostile.outcomes:
        assert each.line.isprintable()

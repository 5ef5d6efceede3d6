"""Scenario files: what is read, and what is told about what is not."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import EnvironmentFailure, InputError
from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario, read_scenarios, scenario_lines

WORD = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=8)
TEXT = st.lists(WORD, min_size=1, max_size=19).map(" ".join)


@given(
    st.lists(
        st.builds(
            Scenario, WORD, TEXT, st.none() | WORD, st.lists(TEXT, max_size=5).map(tuple),
            st.lists(WORD, max_size=2).map(tuple), WORD,
        ),
        min_size=1, max_size=4, unique_by=lambda s: s.id,
    )
)  # fmt: skip
def test_what_is_written_is_read_again(tmp_path_factory, scenarios):
    path = tmp_path_factory.mktemp("s") / "s.jsonl"
    path.write_text(scenario_lines(scenarios), "utf-8")
    assert read_scenarios(path) == scenarios


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "row: expected one JSON object"),
        ("[1]", "row: expected one object, found a list of 1"),
        ({"id": "b"}, "scenario: expected text, found nothing"),
        ({"scenario": "x"}, "id: expected text, found nothing"),
        ({"id": 3, "scenario": "x"}, "id: expected text, found 3"),
        ({"id": "a", "scenario": "x"}, "id: expected one of its own, found that of line 1"),
        ({"id": "b", "scenario": "w " * 20}, "scenario: expected at most 19 words, found 20"),
        ({"id": "b", "scenario": "x", "personas": "me"}, "personas: expected a list of texts"),
        ({"id": "b", "scenario": "x", "personas": [None]}, "personas: expected a list of texts"),
        ({"id": "b", "messages": []}, "row: expected a scenario, found a dialogue (`usergap scen"),
        ({"conversations": []}, "row: expected a scenario, found a dialogue"),
        ({"id": "b", "scenario": "x", "persona": "y"}, "'persona': expected only id, scenario"),
    ],
)
def test_a_bad_row_is_told_with_file_line_and_field(tmp_path, row, told):
    path = tmp_path / "s.jsonl"
    line = row if isinstance(row, str) else json.dumps(row)
    path.write_text('{"id": "a", "scenario": "buy a boat"}\n\n' + line + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_scenarios(path)
    assert str(caught.value).startswith(f"{path}:3: {told}")


def test_nineteen_words_pass_and_a_byte_order_mark_too(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text("\ufeff" + json.dumps({"id": "a", "scenario": "w " * 19}), "utf-8")
    assert read_scenarios(path) == [Scenario("a", ("w " * 19).strip())]


def test_no_file_and_no_scenario_are_told(tmp_path):
    empty = tmp_path / "s.jsonl"
    empty.write_text("\n")
    with pytest.raises(InputError, match="expected scenarios, found none"):
        read_scenarios(empty)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_scenarios(tmp_path / "no.jsonl")


BY_HAND = """\
# scenarios of ours
- id: keel
  scenario: learn how keels work
  domain: sea
  personas: [a boat builder, "a curious child"]
- {id: 12, scenario: no}

- id: poem
  scenario: >-
    write a short poem
    about lighthouses
  personas:
    - a sailor
"""


def test_yaml_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(BY_HAND, "utf-8")
    assert read_scenarios(path) == [
        Scenario("keel", "learn how keels work", "sea", ("a boat builder", "a curious child")),
        Scenario("12", "no"),  # words, not a number and a false
        Scenario("poem", "write a short poem about lighthouses", None, ("a sailor",)),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- id: a\n  scenario: [x", ":2: expected YAML, found: expected ',' or ']'"),
        ("- id: a\n   scenario: x\n", ":2: expected YAML, found: mapping values are not allowed"),
        ("id: a\nscenario: x\n", ":1: expected a list of scenarios"),
        ("- just text\n", ":1: row: expected one object, found 'just text'"),
        ("- id: a\n  scenario: x\n- id: b\n", ":3: scenario: expected text, found nothing"),
        ("- id: a\n  scenario: x\n\n- id: a\n  scenario: y\n", ":4: id: expected one of its own,"),
        ("- id: a\n  id: b\n  scenario: x\n", ":2: 'id': expected once, found twice"),
        ("- id: a\n  scenario: {x: y}\n", ":1: scenario: expected text, found an object"),
        ("- id: a\n  scenario: x\n  personas: [[a]]\n", ":1: personas: expected"),
        ("- ? [a]\n  : b\n", ":1: expected a field's name"),
        ("# nothing\n", ": expected scenarios, found none"),
        ("[" * 100_000, ": expected a list of scenarios, found deep nesting"),
        (b"- \xff\xfe", ": expected YAML in UTF-8"),
    ],
)
def test_bad_yaml_is_told_with_file_and_line(tmp_path, text, told):
    path = tmp_path / "s.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_scenarios(path)
    assert str(caught.value).startswith(f"{path}{told}"), caught.value


def test_a_goal_in_yaml_is_the_same_as_in_json(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "- id: t\n  scenario: book a table\n"
        "  goal:\n    constraints: {party size: 4, day: no}\n    requests: [price]\n",
        "utf-8",
    )
    (found,) = read_scenarios(path)
    assert found.goal == Goal((("party size", "4"), ("day", "no")), ("price",))
    path.with_suffix(".jsonl").write_text(scenario_lines([found]), "utf-8")
    assert read_scenarios(path.with_suffix(".jsonl")) == [found]


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("{constraints: [x]}", ":1: goal.constraints: expected an object of texts"),
        ("{constraints: {a: {b: {c: d}}}}", ":1: goal.constraints: expected an object of texts"),
        ("{requests: x}", ":1: goal.requests: expected a list of texts"),
        ("{wishes: [x]}", ":1: goal: expected an object of constraints and requests"),
        ("{requests: [x], requests: [y]}", ":3: 'requests': expected once"),
        ("&me {constraints: *me}", ":1: goal.constraints: expected an object of texts"),
    ],
)
def test_a_bad_goal_in_yaml_is_told(tmp_path, goal, told):
    path = tmp_path / "s.yaml"
    path.write_text(f"- id: a\n  scenario: x\n  goal: {goal}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_scenarios(path)
    assert str(caught.value).startswith(f"{path}{told}"), caught.value


def test_yaml_makes_no_object_and_no_bomb(tmp_path):
    path = tmp_path / "s.yaml"
    bomb = "".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    for text in (
        "- id: !!python/object/apply:os.getcwd []\n  scenario: x\n",
        "- &a0 [x]\n" + bomb,
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(InputError, match=r"s.yaml:1: (id|row): expected"):
            read_scenarios(path)


def test_without_pyyaml_the_way_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    path = tmp_path / "s.yaml"
    path.write_text(BY_HAND, "utf-8")
    with pytest.raises(EnvironmentFailure, match=r"pip install 'usergap\[yaml\]'"):
        read_scenarios(path)

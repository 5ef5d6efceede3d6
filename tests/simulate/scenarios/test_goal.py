"""Goals in scenario files."""

from __future__ import annotations

import json

import pytest

from usergap.errors import InputError
from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario, read_scenarios, scenario_lines

GOAL = Goal((("party size", "four"), ("time", "seven")), ("price", "address"))


def test_a_goal_survives_the_file_and_scenarios_without_one_are_as_before(tmp_path):
    given = [Scenario("a", "book a table", goal=GOAL), Scenario("b", "learn a knot")]
    file = tmp_path / "scenarios.jsonl"
    file.write_text(scenario_lines(given))
    assert read_scenarios(file) == given
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows[0]["goal"]["constraints"] == {"party size": "four", "time": "seven"}
    assert "goal" not in rows[1]


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("eat", "goal: expected an object"),
        ({"wishes": []}, "goal: expected an object"),
        ({"constraints": ["four"]}, "goal.constraints: expected an object of texts"),
        ({"constraints": {"size": 4}}, "goal.constraints"),
        ({"requests": "price"}, "goal.requests: expected a list of texts"),
        ({"requests": [" "]}, "goal.requests"),
    ],
)
def test_a_goal_that_is_none_is_told_by_line_and_field(tmp_path, goal, told):
    file = tmp_path / "scenarios.jsonl"
    file.write_text(json.dumps({"id": "a", "scenario": "book a table", "goal": goal}))
    with pytest.raises(InputError, match=f"scenarios.jsonl:1: {told}"):
        read_scenarios(file)

"""The coverage plan, its file, and layers that can be switched off."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.simulate.controls.diasynth import DiaSynth
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS, OPENING, TITLES
from usergap.simulate.diasynth.plan import (
    Layers,
    Plan,
    Planned,
    coverage_plan,
    parse_plan,
    plan_lines,
)
from usergap.simulate.making import Workshop
from usergap.simulate.registry import make_control
from usergap.simulate.scenarios.scenario import Scenario

IDS = [f"s{i}" for i in range(12)]
LAYERS = st.builds(Layers, *[st.booleans()] * 4)


def test_there_are_eleven_characteristics_and_each_has_a_title():
    assert len(CHARACTERISTICS) == 11
    assert list(TITLES) == list(CHARACTERISTICS)
    assert all(len(values) >= 2 for values in CHARACTERISTICS.values())


@given(LAYERS, st.integers(1, 30), st.integers(0, 4))
def test_marginals_are_even_and_only_layers_that_are_on_are_planned(layers, count, seed):
    ids = [f"s{i}" for i in range(count)]
    plan = coverage_plan(ids, layers, seed)
    assert list(plan.scenarios) == ids
    for name, values in layers.variables.items():
        counts = Counter(plan.scenarios[each].values[name] for each in ids)
        found = [counts[value] for value in values]
        assert max(found) - min(found) <= 1
    assert len(layers.variables) == 5 * layers.personality + 11 * layers.context


def test_twelve_scenarios_show_each_of_three_values_four_times():
    plan = coverage_plan(IDS, Layers(), 0)
    counts = Counter(planned.values["medium"] for planned in plan.scenarios.values())
    assert set(counts.values()) == {4}
    rows = [tuple(planned.values.items()) for planned in plan.scenarios.values()]
    assert len(set(rows)) == 12  # variables are shuffled each on its own


@given(LAYERS, st.integers(0, 4))
def test_a_plan_comes_back_from_its_file(layers, seed):
    plan = coverage_plan(IDS, layers, seed)
    reasoned = {"s0": Planned(plan.scenarios["s0"].values, {"medium": "You type “fast”."})}
    plan = Plan(layers, {**plan.scenarios, **(reasoned if layers.context else {})})
    assert parse_plan(plan_lines(plan), "plan") == plan


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "plan: expected a plan, found none"),
        ("[]", "plan:1: expected one JSON object"),
        ('{"layers": {"context": true}}', "plan:1: layers: expected true or false"),
        ("{LAYERS}", "expected a plan, found none"),
        ('{LAYERS}\n{"id": "s"}', "plan:2: values: expected one for openness"),
        ('{LAYERS}\n{"id": 1}', "plan:2: id: expected one of its own"),
        ("{LAYERS}\n{ROW}\n{ROW}", "plan:3: id: expected one of its own"),
        ("{LAYERS}\n{WRONG}", "plan:2: openness: expected one of low, high; found 'huge'"),
        ("{LAYERS}\n{ODD}", "plan:2: reasons: expected a sentence by characteristic"),
    ],
)
def test_a_file_that_is_no_plan(text, told):
    layers, row = plan_lines(coverage_plan(["s"], Layers(context=False), 0)).splitlines()
    values = {"{LAYERS}": layers, "{ROW}": row, "{ODD}": row.replace("{}", '{"x": "y"}')}
    level = coverage_plan(["s"], Layers(), 0).scenarios["s"].values["openness"]
    values["{WRONG}"] = row.replace(f'"openness": "{level}"', '"openness": "huge"')
    for name, value in values.items():
        text = text.replace(name, value)
    with pytest.raises(InputError, match=told):
        parse_plan(text, "plan")


def test_the_eleven_points_are_told_in_their_order_with_their_reasons():
    scenario = Scenario("s0", "learn how keels work")
    plan = coverage_plan(["s0"], Layers(), 0)
    reasons = {"emotion": "You sigh a lot."}
    plan = Plan(plan.layers, {"s0": Planned(plan.scenarios["s0"].values, reasons)})
    told = DiaSynth(plan.layers, plan, given=True).session(scenario, 9)
    start = told.lines.index(OPENING)
    assert start == 5  # the Big Five come first
    points = told.lines[start + 1 :]
    assert [line.partition(".")[0] for line in points] == [str(n) for n in range(1, 12)]
    assert all(TITLES[name] in line for name, line in zip(CHARACTERISTICS, points, strict=True))
    assert points[2].endswith(f": {told.values['emotion']}. You sigh a lot.")


def test_layers_can_be_off():
    scenario = Scenario("s0", "learn how keels work")
    only_context = DiaSynth(Layers(personality=False)).session(scenario, 0)
    only_personality = DiaSynth(Layers(context=False)).session(scenario, 0)
    assert only_context.lines[0] == OPENING
    assert set(only_context.values) == set(CHARACTERISTICS)
    assert len(only_personality.lines) == 5
    assert OPENING not in only_personality.lines


def test_a_plan_s_file_names_every_scenario_of_the_run(tmp_path):
    file = tmp_path / "plan.jsonl"
    file.write_text(plan_lines(coverage_plan(["s0"], Layers(), 0)))
    control = asyncio.run(make_control(f"diasynth:{file}", Workshop()))
    first, second = Scenario("s0", "learn"), Scenario("s1", "learn")
    assert control.over([first], 7).session(first, 7) == control.session(first, 1)
    with pytest.raises(InputError, match="scenario 's1': expected it in the plan's file"):
        control.over([first, second], 7)
    with pytest.raises(InputError, match="found both"):
        asyncio.run(make_control(f"diasynth:{file},context=no", Workshop()))
    changed = plan_lines(coverage_plan(["s0"], Layers(), 1))
    assert changed != file.read_text()
    file.write_text(changed)
    other = asyncio.run(make_control(f"diasynth:{file}", Workshop()))
    assert other.settings != control.settings  # another plan, another fingerprint

"""Coverage of the variables of controls, with answers by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.simulate.controls.big_five import big_five
from usergap.simulate.controls.friction import Friction
from usergap.simulate.controls.prompts import Prompts
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.controls_report import (
    controls_report,
    evenness,
    pair_coverage,
    plan_report,
)


def dialogue(number, **controls):
    message = (Message("user", "hello"),)
    return Dialogue(f"d{number}", message, extra={"simulation": {"controls": controls}})


def prompted(numbers):
    return [dialogue(i, prompts={"session": {"prompt": n}}) for i, n in enumerate(numbers)]


def test_a_value_that_never_occurs_counts_where_the_control_names_it():
    control = Prompts(("A {scenario}", "B {scenario}", "C {scenario}", "D {scenario}"))
    (found,) = controls_report(prompted("1121"), [control])
    assert (found.variable, found.unit, found.readings) == ("prompts.prompt", "dialogue", 4)
    assert found.counts == {"1": 3, "2": 1}
    assert (found.possible, found.used) == (4, 0.5)
    # -(3/4 ln 3/4 + 1/4 ln 1/4) / ln 4 = 0.5623 / 1.3863
    assert found.evenness == pytest.approx(0.40564, abs=1e-5)


def test_without_the_control_only_what_occurs_is_known():
    (found,) = controls_report(prompted("1122"))
    assert (found.possible, found.used, found.evenness) == (None, None, 1.0)


def test_turns_with_lists_and_turns_with_nothing():
    turns = [{"operators": ["hedge", "typo"]}, {"operators": []}, {"operators": ["hedge"]}]
    found, fact = controls_report(
        [dialogue(0, friction={"turns": turns}, pacing={"turns": [{"fact": None}]})],
        [Friction({"hedge": 0.1, "typo": 0.1, "tangent": 0.1})],
    )
    assert (found.unit, found.readings, found.possible) == ("user turn", 3, 3)
    assert found.counts == {"hedge": 2, "(none)": 1, "typo": 1}
    assert found.used == pytest.approx(2 / 3)
    assert fact.counts == {"(none)": 1}
    assert fact.evenness is None


def test_a_variable_that_was_never_recorded_is_shown_with_nothing():
    (found,) = controls_report([], [Prompts()])
    assert (found.readings, found.used, found.evenness) == (0, 0.0, None)
    assert controls_report([dialogue(0)]) == ()


def test_dialogues_of_another_control_are_told():
    with pytest.raises(InputError, match=r"prompts\.prompt: expected one of 1 values, found '2'"):
        controls_report(prompted("2"), [Prompts(("A {scenario}",))])


def test_a_plan_is_reported_before_anything_is_made():
    controls = [Prompts(), Friction({"hedge": 0.5})]
    runs = [Scenario(f"s{i}", "learn knots") for i in range(28)]
    (found,) = plan_report(runs, controls, 3)  # friction has variables of turns only
    assert (found.variable, found.readings, found.used, found.evenness) == (
        *("prompts.prompt", 28, 1.0),
        pytest.approx(1.0),
    )
    assert set(found.counts.values()) == {2}
    assert plan_report([], controls, 3) == ()


def test_pairs_of_values():
    control = big_five({"openness": "vary", "extraversion": "vary"})
    sets = [("low", "low"), ("low", "high"), ("low", "low")]
    dialogues = [
        dialogue(i, big_five={"session": {"openness": one, "extraversion": other}})
        for i, (one, other) in enumerate(sets)
    ]
    (found,) = pair_coverage(dialogues, [control])
    assert (found.first, found.second) == ("big_five.extraversion", "big_five.openness")
    assert found.used == 0.5  # two of four


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9), st.integers(0, 5))
def test_evenness_is_one_for_equal_counts_only(counts, more):
    found = evenness(counts, len(counts) + more)
    if sum(counts) == 0 or len(counts) + more < 2:
        assert found is None
        return
    assert 0 <= found <= 1
    even = more == 0 and len(set(counts)) == 1
    assert math.isclose(found, 1.0) == even

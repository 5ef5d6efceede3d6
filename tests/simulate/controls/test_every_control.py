"""What holds for every control that ships."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulate.controls.made import conversation, scenarios
from usergap.errors import InputError
from usergap.simulate.making import Workshop
from usergap.simulate.registry import make_control
from usergap.simulate.steering.control import guidance
from usergap.simulate.steering.steered import Plannable, Rewriter

SPECS = (
    "big_five",
    "big_five,openness=high",
    "diasynth",
    "diasynth,context=no",
    "disclosure",
    "emotion",
    "emotion:awe,envy",
    "friction:0.5",
    "prompts",
    "recllm",
    "traits,scepticism=high",
    "type",
    "type:critical+novice",
)


def made(spec):
    return asyncio.run(make_control(spec, Workshop()))


CONTROLS = {spec: made(spec) for spec in SPECS}


@pytest.mark.parametrize("spec", SPECS)
@given(turns=st.integers(0, 9), run_seed=st.integers(0, 5), attempt=st.integers(0, 3))
def test_guidance_is_the_same_at_every_attempt_and_can_be_recorded(spec, turns, run_seed, attempt):
    control = CONTROLS[spec]
    first = guidance([control], conversation(turns, run_seed=run_seed))
    again = guidance([made(spec)], conversation(turns, run_seed=run_seed, seed=attempt))
    assert first == again
    assert json.loads(json.dumps(first.values)) == first.values
    assert all(isinstance(line, str) and line for line in first.lines)


@pytest.mark.parametrize("spec", SPECS)
def test_values_are_among_those_that_it_names(spec):
    control = CONTROLS[spec]
    named = getattr(control, "values", {})
    for number in range(12):
        for turns in (0, 1, 6):
            at = conversation(turns, scenario=f"s{number}")
            found = {**control.session(at.scenario, 3).values, **control.turn(at).values}
            for variable in named:
                if variable in found:
                    value = found[variable]
                    each = value if isinstance(value, list) else [value]
                    assert set(each) <= set(named[variable])


@pytest.mark.parametrize("spec", [s for s in SPECS if isinstance(CONTROLS[s], Plannable)])
@given(count=st.integers(1, 40), seed=st.integers(0, 3))
def test_a_plan_is_even_and_the_same_in_any_order(spec, count, seed):
    runs = scenarios(count)
    planned = CONTROLS[spec].over(runs, seed)
    assert planned.settings == CONTROLS[spec].settings
    given_values = [planned.session(each, seed).values for each in runs]
    turned = CONTROLS[spec].over(runs[::-1], seed)
    assert [turned.session(each, seed).values for each in runs] == given_values
    for variable in given_values[0]:
        if variable == "situation":  # drawn within its emotion
            continue
        found = [values[variable] for values in given_values]
        counts = [found.count(value) for value in planned.values[variable]]
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("spec", [s for s in SPECS if isinstance(CONTROLS[s], Rewriter)])
def test_a_rule_is_the_same_at_every_attempt(spec):
    for turns in range(5):
        said = {
            CONTROLS[spec].rewrite("How do keels work?", conversation(turns, seed=n))
            for n in (1, 2)
        }
        assert len(said) == 1


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("friction:2", "expected a rate from 0 to 1"),
        ("friction:often", "expected a rate, found 'often'"),
        ("friction,typo=x", "expected a number"),
        ("big_five,openness=medium", "expected low, high, vary or no"),
        ("big_five,openness=no", "expected a trait to steer"),
        ("disclosure,first=0", "expected turns from 1"),
        ("diasynth,personality=no,context=no", "both off"),
        ("diasynth:/nowhere", "cannot be read"),
        ("emotion:joy,joy", "each once"),
        ("emotion,situations=/nowhere", "cannot be read"),
        ("prompts:/nowhere", "cannot be read"),
        ("recllm:/nowhere", "cannot be read"),
        ("recllm,render=perhaps", "expected yes or no"),
    ],
)
def test_what_cannot_be_is_told(spec, told):
    with pytest.raises(InputError, match=told):
        made(spec)

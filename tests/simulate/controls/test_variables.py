"""Controls with variables of the session: what is told, and how files are read."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.simulate.controls.made import conversation, scenarios
from usergap.annotators.shipped_turns import CODES
from usergap.dimensions.emotion import EMOTION
from usergap.errors import InputError
from usergap.simulate.controls.big_five import big_five
from usergap.simulate.controls.emotion import Emotion
from usergap.simulate.controls.friction import Friction
from usergap.simulate.controls.prompts import Prompts, split_prompts, wording_diversity
from usergap.simulate.controls.recllm import INTENTS, RecLLM
from usergap.simulate.controls.traits import traits
from usergap.simulate.making import Workshop
from usergap.simulate.registry import make_control
from usergap.simulate.steering.allotment import Variable, allotted
from usergap.simulate.steering.prompt_set import PROMPTS
from usergap.simulate.users.chat import PROMPT


def made(spec):
    return asyncio.run(make_control(spec, Workshop()))


def test_an_allotment_is_even_to_one_and_differs_by_name_and_seed():
    ids = [f"s{i}" for i in range(10)]
    found = allotted("v", ("a", "b", "c"), ids, 1)
    assert sorted(list(found.values()).count(value) for value in "abc") == [3, 3, 4]
    others = [allotted("w", ("a", "b", "c"), ids, 1), allotted("v", ("a", "b", "c"), ids, 2)]
    assert all(found != other for other in others)


def test_a_scenario_that_no_plan_knows_is_drawn():
    variable = Variable("v", ("a", "b")).over(scenarios(4), 0)
    late = scenarios(5)[4]
    assert variable.of(late, 0) == Variable("v", ("a", "b")).of(late, 0)


def test_shipped_prompts_are_many_and_differ():
    assert len(PROMPTS) >= 12
    assert PROMPTS[0] == PROMPT
    assert all("{persona}" in each and "{scenario}" in each for each in PROMPTS)
    diversity = wording_diversity(PROMPTS)
    assert diversity is not None
    assert diversity > 0.6
    assert wording_diversity(["a b", "a b"]) == 0.0
    assert wording_diversity(["a b"]) is None


def test_each_conversation_has_one_prompt_and_all_are_used():
    runs = scenarios(28)
    control = Prompts().over(runs, 4)
    told = [control.session(each, 4) for each in runs]
    assert {each.prompt for each in told} == set(PROMPTS)
    assert all(each.prompt == PROMPTS[int(each.values["prompt"]) - 1] for each in told)


def test_prompts_of_a_file(tmp_path):
    file = tmp_path / "prompts.txt"
    file.write_text("Be {persona}.\n\nWant {scenario}.\n---\nAsk: {scenario}\n-----\n\n")
    assert made(f"prompts:{file}").prompts == (
        "Be {persona}.\n\nWant {scenario}.",
        "Ask: {scenario}",
    )
    assert split_prompts("--- a\n") == ("--- a",)
    for text, told in (("Ask.", "prompt 1: expected {scenario}"), ("---", "found none")):
        file.write_text(text)
        with pytest.raises(InputError, match=told):
            made(f"prompts:{file}")


def test_emotions_are_those_of_the_dimension_with_situations_of_their_own():
    assert set(Emotion().emotions) == set(EMOTION.labels)
    told = Emotion(("fear",), {"fear": ("The lights went out.",)}).session(scenarios(1)[0], 0)
    assert told.values == {"emotion": "fear", "situation": "The lights went out."}
    assert told.lines[0] == "Before you came here: The lights went out."
    assert "You feel fear." in told.lines[1]
    plain = Emotion(("envy",)).session(scenarios(1)[0], 0)
    assert plain.values == {"emotion": "envy"}


def test_situations_of_a_file(tmp_path):
    file = tmp_path / "situations.tsv"
    file.write_text("awe\tYou saw a whale.\nany\tIt is Monday.\n\n")
    control = made(f"emotion,situations={file}")
    assert control.emotions == ("awe",)
    assert set(control.values["situation"]) == {"You saw a whale.", "It is Monday."}
    file.write_text("awe You saw a whale.\n")
    with pytest.raises(InputError, match=r"situations.tsv:1: expected EMOTION"):
        made(f"emotion,situations={file}")


def test_a_trait_is_told_at_its_level():
    told = big_five({"openness": "low"}).session(scenarios(1)[0], 0)
    assert told.values == {"openness": "low"}
    assert told.lines == (big_five({"openness": "low"}).lines["openness"]["low"],)
    assert made("big_five,openness=high,extraversion=no").levels == {"openness": "high"}
    assert set(made("traits").levels) == {"confusion", "impatience", "incoherence", "scepticism"}


def test_a_high_trait_is_put_into_half_of_the_texts_and_a_low_one_into_none():
    def said(level):
        control = traits({"scepticism": level})
        return [control.rewrite("ok.", conversation(1, f"s{i}")) for i in range(200)]

    assert set(said("low")) == {"ok."}
    changed = sum(text != "ok." for text in said("high"))
    assert 70 <= changed <= 130  # 100 expected, standard deviation 7


def test_friction_happens_at_its_rate_and_only_where_it_can():
    control = Friction({"hedge": 0.3, "negative_feedback": 1.0})
    found = [control.turn(conversation(0, f"s{i}")).values["operators"] for i in range(400)]
    hedged = sum("hedge" in each for each in found)
    assert 80 <= hedged <= 160  # 120 expected, standard deviation 9
    assert not any("negative_feedback" in each for each in found)  # nothing was answered yet
    assert control.turn(conversation(1)).values["operators"][-1] == "negative_feedback"
    assert Friction({"walk_away": 1.0}).turn(conversation(3)).ends is False
    assert Friction({"walk_away": 1.0}).turn(conversation(4)).ends is True


def test_the_rates_of_a_spec():
    assert made("friction:0.2,typo=0.5").rates["typo"] == 0.5
    assert made("friction:0.2,typo=0.5").rates["hedge"] == 0.2
    assert made("friction,typo=0.5").rates["hedge"] == 0.0
    assert made("friction").rates["hedge"] == 0.1


def test_turn_intents_are_the_nine_that_can_be_recognised():
    assert set(INTENTS["intent"]) == set(CODES["intent"]) - {"none"}


def test_variables_are_told_unless_they_are_not_rendered():
    at = conversation(2)
    told, silent = RecLLM(), RecLLM(render=False)
    for control, expected in ((told, 1), (silent, 0)):
        assert len(control.session(at.scenario, 3).lines) == expected
        assert len(control.turn(at).lines) == expected
    assert told.turn(at).values == silent.turn(at).values
    assert told.session(at.scenario, 3).values == silent.session(at.scenario, 3).values
    assert told.settings != silent.settings


def test_turn_variables_change_from_turn_to_turn():
    found = [RecLLM().turn(conversation(turns)).values["intent"] for turns in range(30)]
    assert len(set(found)) > 4


def test_variables_of_a_file(tmp_path):
    file = tmp_path / "variables.json"
    file.write_text(json.dumps({"turn": {"tone": {"terse": "Be terse.", "long": "Be long."}}}))
    control = made(f"recllm:{file},render=no")
    assert control.values == {"tone": ("terse", "long")}
    assert not control.render


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "an object with session and turn"),
        ("{", "expected one JSON object"),
        ('{"other": {}}', "an object with session and turn"),
        ('{"turn": []}', "turn: expected variables"),
        ('{"turn": {"a": {"x": 1}}}', "a: expected a sentence for each value"),
        ('{"turn": {"a": {"x": "X."}}}', "a: expected two values or more, found 1"),
        ("{}", "expected a variable, found none"),
        (
            '{"turn": {"a": {"x": "X.", "y": "Y."}}, "session": {"a": {"x": "X.", "y": "Y."}}}',
            "a: expected in session or turn, found in both",
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be(tmp_path, text, told):
    file = tmp_path / "variables.json"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        made(f"recllm:{file}")

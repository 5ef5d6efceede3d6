"""Making a set: without a model, and with one over real HTTP."""

from __future__ import annotations

import json
import re
from functools import partial

import pytest

from usergap.errors import InputError
from usergap.llm import Endpoint, ask
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS
from usergap.simulate.diasynth.making import make_diasynth
from usergap.simulate.diasynth.plan import Layers
from usergap.simulate.diasynth.topics import BUILT_IN, PERSONAS, TOPICS
from usergap.simulate.scenarios.scenario import read_scenarios, scenario_lines
from usergap.testing import FakeServer

SAID = {
    "ships": ["learn how keels work", "learn how keels are built", "find a harbour for winter"],
    "tea": ["brew green tea", "store tea leaves", "clean a stained teapot"],
}
STEPS = [f"You show point {n}." for n in range(1, 12)]


def model(call):
    """Answers each of the three questions as asked, with its ticket."""
    system, body = call.messages[0][1], call.prompt
    ticket = re.search(r"ticket (\w+)", body)[1]
    data = json.loads(body.split("\n")[2])
    if "subtopics" in system:
        said = {"subtopics": SAID[data["topic"]]}
    elif "personas" in system:
        said = {"personas": ["sailor who is bored", "clerk with no idea of it"]}
    else:
        said = {"steps": STEPS}
    return json.dumps({"ticket": ticket} | said)


def made(script, topics=("ships", "tea"), **options):
    with FakeServer(script) as server:
        asking = partial(ask, Endpoint(server.url, "fake"), cache=None)
        found = make_diasynth(topics, asking, name="fake", personas=2, **options)
        return found, server.calls


def test_without_a_model_the_built_in_set_serves(tmp_path):
    found = make_diasynth(seed=3)
    assert len(found.scenarios) == sum(map(len, TOPICS.values())) == 40
    assert {scenario.made_by for scenario in found.scenarios} == {BUILT_IN}
    assert all(len(s.personas) == 5 and set(s.personas) <= set(PERSONAS) for s in found.scenarios)
    assert set(found.plan.scenarios) == {scenario.id for scenario in found.scenarios}
    assert not any(planned.reasons for planned in found.plan.scenarios.values())
    file = tmp_path / "scenarios.jsonl"
    file.write_text(scenario_lines(found.scenarios))
    assert read_scenarios(file) == list(found.scenarios)


def test_a_model_thinks_up_subtopics_personas_and_steps():
    found, calls = made(model, subtopics=2)
    assert [(s.id, s.text, s.domain) for s in found.scenarios] == [
        ("ships-1", "learn how keels work", "ships"),
        ("ships-2", "find a harbour for winter", "ships"),
        ("tea-1", "brew green tea", "tea"),
        ("tea-2", "store tea leaves", "tea"),
    ]
    # 2 * 3 / 9 = 0.67 of "learn how keels work" and "… are built"
    assert found.dropped == (("ships", "learn how keels are built", "learn how keels work"),)
    assert found.skipped == ()
    assert found.scenarios[0].personas == ("sailor who is bored", "clerk with no idea of it")
    assert found.scenarios[0].made_by.startswith("fake prompts-")
    reasons = found.plan.scenarios["tea-1"].reasons
    assert list(reasons) == list(CHARACTERISTICS)
    assert list(reasons.values()) == STEPS
    assert len(calls) == 2 + 4 + 4
    steps = [c.prompt for c in calls if "step by step" in c.messages[0][1]]
    points = json.loads(steps[0].split("\n")[2])["points"]
    assert [point.partition(":")[0].lower()[:5] for point in points][1:3] == ["famil", "emoti"]


@pytest.mark.parametrize(
    ("layers", "calls", "text", "personas", "variables"),
    [
        (Layers(subtopics=False), 2 + 2, "ships", 2, 16),
        (Layers(personas=False), 2 + 4, "learn how keels work", 0, 16),
        (Layers(personality=False), 2 + 4 + 4, "learn how keels work", 2, 11),
        (Layers(context=False), 2 + 4, "learn how keels work", 2, 5),
    ],
)
def test_each_layer_can_be_left_out(layers, calls, text, personas, variables):
    number = 1 if not layers.subtopics else 2
    found, asked = made(model, layers=layers, subtopics=number)
    assert len(asked) == calls
    assert found.scenarios[0].text == text
    assert len(found.scenarios[0].personas) == personas
    assert len(found.plan.scenarios["ships-1"].values) == variables


def test_an_answer_that_cannot_be_taken_is_asked_again_once_then_told():
    def stubborn(call):
        return model(call).replace("You show point 4.", "word " * 31)

    found, calls = made(stubborn, subtopics=1)
    assert len(calls) == 2 + 2 + 2 * 2
    told = "steps left out: a step had more than 30 words"
    assert found.skipped == (("ships-1", told), ("tea-1", told))
    assert [s.id for s in found.scenarios] == ["ships-1", "tea-1"]
    assert found.plan.scenarios["tea-1"].reasons == {}


def test_a_topic_without_subtopics_is_told_and_the_others_stay():
    def silent(call):
        return (
            "no" if '"ships"' in call.prompt and "subtopics" in call.messages[0][1] else model(call)
        )

    found, _ = made(silent, subtopics=1)
    assert [scenario.domain for scenario in found.scenarios] == ["tea"]
    assert found.skipped == (("ships", "subtopics left out: it was not of the asked form"),)


@pytest.mark.parametrize(
    ("topics", "told"),
    [
        (("sailing",), "topic 'sailing': expected a model"),
        (("cooking", "Cooking!"), "each once"),
        ((), "one or more"),
        (("?",), "of words"),
        (("word " * 20,), "at most 19 words"),
    ],
)
def test_topics_that_cannot_be(topics, told):
    with pytest.raises(InputError, match=told):
        make_diasynth(topics)
    with pytest.raises(InputError, match="1 subtopic or more"):
        make_diasynth(("cooking",), subtopics=0)


def test_the_same_seed_gives_the_same_set():
    assert make_diasynth(seed=2) == make_diasynth(seed=2)
    assert make_diasynth(seed=2).plan != make_diasynth(seed=3).plan

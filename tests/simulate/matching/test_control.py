"""The control: what the user is told, what is recorded, and what stays as it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.profiles.seeds import hashed, seeds_in
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.matching.control import (
    KIND_PHRASES,
    NO_KIND,
    NO_REMARK,
    REMARK_LINES,
    STOP,
    Match,
)
from usergap.simulate.matching.session import Session
from usergap.simulate.matching.target import KINDS, REMARKS
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.registry import make_control
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.control import guidance
from usergap.simulate.steering.controls_report import plan_report
from usergap.simulate.users.chat import ChatUser
from usergap.testing.orders import read_orders

from .made_targets import scenarios, target

SCENARIO = Scenario("s1", "learn how keels work", "sea")


class Listening:
    """A model that keeps its prompts and says five words."""

    name, settings = "listening", {"url": "", "model": "listening", "dialect": "none"}

    def __init__(self):
        self.prompts = []

    async def say(self, messages, _sampling, _seed):
        self.prompts.append(messages[0].content)
        return "which keels do you mean"


def at(turn, phase=Phase.MAY_STOP, text="one two three four five"):
    messages = tuple(
        m for _ in range(turn) for m in (Message("user", text), Message("assistant", "x"))
    )
    return Conversation(SCENARIO, "a human user", messages, phase, seed=1, run_seed=1)


def planned(**changes):
    plan = Session(
        40, (0.5, 0.25, 0.25), ((), (REMARKS[0], REMARKS[1]), ()), ((), (), ("past",)), 3
    )
    return Match(target(), sessions={"s1": replace(plan, **changes)})


def test_the_lines_of_each_turn_are_orders_that_can_be_read():
    match = planned()
    first, second, third = (match.turn(at(turn)) for turn in range(3))
    told = read_orders("\n".join(first.lines))
    assert (told.words, told.closed, told.end, told.quiet) == (20, True, False, False)
    told = read_orders("\n".join(second.lines))
    assert [x for x, wanted in told.feedback.items() if wanted] == list(REMARKS[:2])
    assert second.values == {"words": 18, "remarks": list(REMARKS[:2]), "kinds": []}
    told = read_orders("\n".join(third.lines))
    assert (told.quiet, told.identity) == (True, {"past": True})
    assert read_orders("\n".join(match.turn(at(3)).lines)).end is True
    assert match.turn(at(3)).ends


@pytest.mark.parametrize("label", REMARKS)
def test_every_remark_has_a_line_that_means_it(label):
    assert read_orders(REMARK_LINES[label]).feedback == {label: True}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_phrase_that_means_it(kind):
    line = f"Tell something about yourself: {KIND_PHRASES[kind]}."
    assert read_orders(line).identity == {kind: True}


def test_it_does_not_stop_before_it_may():
    told = planned().turn(at(3, Phase.MUST_CONTINUE))
    assert (told.ends, STOP in told.lines) == (False, False)
    assert {NO_REMARK, NO_KIND} <= set(told.lines)


def test_words_are_never_too_few_for_what_is_to_be_shown():
    assert planned(words=3).turn(at(1)).values["words"] == 8
    assert planned(words=3).turn(at(2)).values["words"] == 6


def test_what_it_is_compared_with_is_not_planned_from():
    match = Match(target(60))
    own = scenarios(10, prefix="r")
    plan = match.over(own, seed=1)
    assert not {f"r{n}" for n in range(10)} & set(plan.target.ids)
    assert len(plan.target) == 50
    assert set(plan.sessions) == {s.id for s in own}
    assert len(match.planned(own, 1).target) == 60
    with pytest.raises(InputError, match="found 15: what is simulated must not"):
        match.over(scenarios(45, prefix="r"), seed=1)
    with pytest.raises(InputError, match="plan with over"):
        match.session(SCENARIO, 1)


def test_settings_tell_one_plan_from_another():
    match = Match(target(60))
    one, other = (match.over(scenarios(10), seed) for seed in (1, 2))
    assert one.settings == match.over(scenarios(10)[::-1], 1).settings
    assert one.settings["plan"] != other.settings["plan"]


def test_the_coverage_of_a_plan_can_be_reported_before_the_run():
    found = {each.variable: each for each in plan_report(scenarios(12), [Match(target())], 1)}
    assert {"match.turns", "match.words", "match.kinds"} <= found.keys()


@pytest.mark.parametrize("ids", [True, False])
def test_all_that_is_behind_a_plan_is_a_seed(ids, tmp_path):
    match = Match(target(60, ids=ids)).over(scenarios(6, prefix="r"), 1)
    made = simulated(match, tmp_path / "j", scenarios(6, prefix="r"))
    stated = seeds_in(made)
    # of dialogues at hand id and what was said, of a profile's rows their number
    assert len(stated.ids) == (108 if ids else 54)
    assert stated.pairs == {hashed(f"r{n}") for n in range(6, 60)}
    assert (hashed("r7") in stated.ids) is ids


def simulated(match, journal, listed, model=None):
    user = ChatUser(model or Listening(), controls=(match,))
    rules = Rules(max_turns=30)
    done = simulate_async(
        listed, user, ScriptedAssistant(("It depends.",)), journal=journal, rules=rules
    )
    return asyncio.run(done).dialogues


def test_turns_are_as_many_as_planned_and_all_is_recorded(tmp_path):
    listed = scenarios(12)
    match = Match(target()).over(listed, 1)
    made = simulated(match, tmp_path / "j", listed)
    for dialogue in made:
        record = dialogue.extra["simulation"]["controls"]["match"]
        plan = match.sessions[dialogue.id]
        # this model talks on while it is told to stop: its last message stands
        assert len(dialogue.turns) == plan.turns + 1
        assert record["session"] == plan.record()
        assert record["turns"][-1] == {"end": True}
        remarks = [turn["remarks"] for turn in record["turns"][:-1]]
        assert remarks == [list(labels) for labels in plan.remarks]


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="{}"), min_size=1, max_size=80),
    st.integers(0, 9),
)
def test_the_scenario_is_never_touched(text, turn):
    scenario = Scenario("s1", text, "sea")
    match = Match(target(), sessions=planned().sessions)
    conversation = replace(at(turn), scenario=scenario)
    told = guidance((match,), conversation)
    assert (told.prompt, told.persona) == (None, None)
    bare = guidance((match,), at(turn))
    assert told == bare  # what is told does not depend on the scenario's words
    model = Listening()
    asyncio.run(ChatUser(model, controls=(match,)).reply(conversation))
    assert f"What you want: {text}\n" in model.prompts[0]
    assert conversation.scenario == scenario


def test_the_record_keeps_the_scenario_word_for_word(tmp_path):
    listed = scenarios(6)
    model = Listening()
    made = simulated(Match(target()).over(listed, 1), tmp_path / "j", listed, model)
    assert [(d.scenario_id, d.scenario) for d in made] == [(s.id, s.text) for s in listed]
    assert all(f"What you want: {listed[0].text}\n" in prompt for prompt in model.prompts)


def test_the_spec_reads_references_and_corrections(tmp_path):
    path = tmp_path / "c.json"
    path.write_text('{"words": 0.5, "remarks": {"explicit_positive": -0.1}, "kinds": {}}')
    found = asyncio.run(make_control(f"match:wildchat,correction={path}", Workshop()))
    assert found.correction.words == 0.5
    assert len(found.target) > 300
    path.write_text("[]")
    with pytest.raises(InputError, match="expected an object with words"):
        asyncio.run(make_control(f"match:wildchat,correction={path}", Workshop()))

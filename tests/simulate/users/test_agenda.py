"""The agenda-based user in conversation: reproducible, resumed, recorded, in many words."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from usergap.dialogues import Message
from usergap.simulate.agenda.deriving import wants
from usergap.simulate.agenda.policy import Act, Kind
from usergap.simulate.agenda.wording import say
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.participant import END_TOKEN, Conversation, Phase
from usergap.simulate.registry import make_user
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.agenda import AgendaUser

LINES = (
    "Start at the harbour and walk up the hill. How many people are you?",
    "It costs about twenty in all, and less on Mondays.",
    "I'm sorry, I can't say.",
    "Do you mean the harbour walk?",
)
GOAL = Goal((("people", "four"),), ("price", "address"))
SCENARIOS = [
    Scenario("s1", "plan a walk along the harbour", goal=GOAL),
    *(
        Scenario(f"d{n}", "learn how to tie knots for climbing and find a teacher")
        for n in range(30)
    ),
]


def run(folder, seed=0, scenarios=SCENARIOS):
    assistant = ScriptedAssistant(LINES)
    user = asyncio.run(make_user("agenda", Workshop()))
    said = simulate_async(scenarios, user, assistant, journal=folder / f"j{seed}", seed=seed)
    return asyncio.run(said).dialogues


def texts(dialogue):
    return [turn.text for turn in dialogue.turns]


def test_runs_are_reproducible_and_seeds_differ(tmp_path):
    first = run(tmp_path)
    assert [texts(d) for d in run(tmp_path / "again")] == [texts(d) for d in first]
    assert [texts(d) for d in run(tmp_path, seed=1)] != [texts(d) for d in first]
    assert len({tuple(texts(d)) for d in first[1:]}) > 20  # one scenario, many users
    assert all(4 <= len(d.turns) <= 10 for d in first)
    assert any(d.ended for d in first)


def test_the_goal_is_told_and_asked_for(tmp_path):
    scenarios = [Scenario(f"s{n}", "plan a walk", goal=GOAL) for n in range(20)]
    made = run(tmp_path, scenarios=scenarios)
    whole = [" ".join(texts(d)).lower() for d in made]
    assert all("plan a walk" in text for text in whole)
    assert sum("four" in text for text in whole) == 20  # asked how many in the first answer
    assert sum("the price" in text for text in whole) >= 15


def test_acts_are_recorded_turn_by_turn_and_are_what_was_said(tmp_path):
    for dialogue in run(tmp_path):
        states = dialogue.extra["simulation"]["states"]
        assert len(states) == len(dialogue.turns)
        assert states[0]["acts"][0]["kind"] == "open"
        assert "goal" in states[0]
        assert "goal" not in states[1]
        for state, text in zip(states, texts(dialogue), strict=True):
            for act in state["acts"]:
                if act["kind"] in ("request", "inform", "repeat"):
                    assert act["what"].lower() in text.lower()
        assert dialogue.ended == (states[-1]["acts"][-1]["kind"] == "bye")


def test_another_attempt_changes_the_words_alone():
    user = AgendaUser()
    talk = (Message("user", "x"), Message("assistant", LINES[0]))
    asked = [
        Conversation(SCENARIOS[0], "p", talk, Phase.MUST_CONTINUE, seed, 5) for seed in range(30)
    ]
    assert len({str(user.states([each])) for each in asked}) == 1
    assert len({asyncio.run(user.reply(each)) for each in asked}) == 3


def test_it_ends_only_where_it_may(tmp_path):
    user = AgendaUser()
    talk = tuple(
        m for _ in range(9) for m in (Message("user", "x"), Message("assistant", LINES[1]))
    )
    must = Conversation(SCENARIOS[0], "p", talk, Phase.MUST_CONTINUE, 1, 5)
    may = Conversation(SCENARIOS[0], "p", talk, Phase.MAY_STOP, 1, 5)
    assert END_TOKEN not in asyncio.run(user.reply(must))
    assert END_TOKEN in asyncio.run(user.reply(may))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_act_has_several_wordings(kind):
    wanted = wants(SCENARIOS[0])
    said = {say([Act(kind, "price", "cost")], wanted, Random(n), Random(2)) for n in range(60)}
    assert len(said) >= 3
    assert not any("{" in text for text in said)


def test_a_resumed_conversation_goes_on_with_the_same_agenda(tmp_path):
    """Cut after each turn and asked again: the same message as in the whole run."""
    (whole,) = run(tmp_path, scenarios=SCENARIOS[:1])
    user, rules = AgendaUser(), Rules()
    for place, message in enumerate(whole.messages):
        if message.role == "user":
            turns = sum(m.role == "user" for m in whole.messages[:place])
            again = Conversation(
                SCENARIOS[0], "p", whole.messages[:place], rules.phase(turns), 0, 0
            )
            state = user.states([again])[0]["acts"]
            assert state == whole.extra["simulation"]["states"][turns]["acts"]

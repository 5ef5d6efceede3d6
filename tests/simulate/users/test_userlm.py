"""UserLM-style models behind an endpoint: their template's facts and their guardrails."""

from __future__ import annotations

import asyncio

from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.registry import make_user
from usergap.simulate.running.runner import simulate_async
from usergap.testing import FakeServer

from ..talks import SCENARIO

LINES = ["I want", "learn to tie one knot", "and how does it end", "is that all of it", END_TOKEN]


def simulated(spec, folder, answer, rules=None):
    async def go(url):
        async with Workshop(base_url=url) as workshop:
            user = await make_user(spec, workshop)
            assistant = ScriptedAssistant(("Pull the end through.",))
            return await simulate_async(
                [SCENARIO], user, assistant, journal=folder / "j", rules=rules
            )

    with FakeServer(answer) as server:
        made = asyncio.run(go(server.url))
    return made, [call.body for call in server.calls]


def in_turn(lines):
    left = list(lines)
    return lambda _call: left.pop(0) if left else END_TOKEN


def test_intent_is_the_system_message_and_roles_are_not_flipped(tmp_path):
    made, calls = simulated("userlm:m", tmp_path, in_turn(LINES), Rules(min_turns=3))
    (dialogue,) = made.dialogues
    users = [m.content for m in dialogue.messages if m.role == "user"]
    assert users == LINES[1:4]
    assert [m["role"] for m in calls[0]["messages"]] == ["system"]
    assert SCENARIO.text in calls[0]["messages"][0]["content"]
    assert [m["role"] for m in calls[2]["messages"]] == ["system", "user", "assistant"]
    assert (calls[0]["temperature"], calls[0]["top_p"]) == (1.0, 0.8)


def test_guardrails_are_on_counted_and_can_be_switched_off(tmp_path):
    made, _ = simulated("userlm:m", tmp_path, in_turn(LINES), Rules(min_turns=3))
    assert made.dialogues[0].extra["simulation"]["interventions"] == {"first_word": 1}
    spec = "userlm:m,guardrails=no"
    made, _ = simulated(spec, tmp_path / "off", in_turn(LINES), Rules(min_turns=3))
    assert made.dialogues[0].extra["simulation"]["interventions"] == {}
    assert made.dialogues[0].messages[0].content == "I want"


def test_the_runs_guardrails_are_added_to_a_users_own():
    run = Guardrails(length=True, longest=9)
    both = run.joined(Guardrails(first_word=True))
    assert (both.first_word, both.length, both.repeat, both.longest) == (True, True, False, 9)
    assert run.joined(Guardrails()) == run


def test_an_intent_of_ones_own_is_read_from_a_file(tmp_path):
    (tmp_path / "intent.txt").write_text("You are {persona} who wants to {scenario}.\n")
    spec = f"userlm:m,intent={tmp_path / 'intent.txt'},top_p=0.5"
    _, calls = simulated(spec, tmp_path, in_turn(LINES))
    assert (
        calls[0]["messages"][0]["content"]
        == "You are a human user who wants to learn how keels work."
    )
    assert calls[0]["top_p"] == 0.5

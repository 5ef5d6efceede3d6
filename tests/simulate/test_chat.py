"""Models behind an endpoint, over real HTTP."""

from __future__ import annotations

import asyncio

import pytest

from usergap.errors import UsergapError
from usergap.llm import Client, Endpoint, Policy
from usergap.simulate.assistants.chat import ChatAssistant
from usergap.simulate.model import EndpointModel, Sampling
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.chat import ChatUser
from usergap.testing import FakeServer, Reply

SCENARIOS = [Scenario(f"s{i}", f"learn knot {i}") for i in range(3)]
QUICK = Policy(max_attempts=2, first_wait=0.01, cooldown=0.01)


def simulate(server, journal, **options):
    async def go():
        async with Client(Endpoint(server.url, "fake"), cache=None, policy=QUICK) as client:
            model = EndpointModel(client)
            user = ChatUser(model, Sampling(temperature=0.7, max_tokens=9), **options)
            return await simulate_async(SCENARIOS, user, ChatAssistant(model), journal=journal)

    return asyncio.run(go())


def plays_user(call):
    return call.body["messages"][0]["role"] == "system"


def both(call):
    own = "assistant"
    if not plays_user(call):
        return f"answer {len(call.body['messages'])}"
    said = sum(m["role"] == own for m in call.body["messages"])
    return END_TOKEN if END_TOKEN in call.body["messages"][0]["content"] else f"ask {said}"


def test_two_models_talk_until_the_user_ends(tmp_path):
    with FakeServer(both) as server:
        made = simulate(server, tmp_path / "j")
    assert made.failed == {}
    for dialogue in made.dialogues:
        said = [m.content for m in dialogue.messages if m.role == "user"]
        assert said == ["ask 0", "ask 1", "ask 2", "ask 3"]
        assert dialogue.ended
        assert dialogue.provenance.family == "simulation"
    asked = [c.body for c in server.calls if plays_user(c)]
    assert {(b["temperature"], b["max_tokens"]) for b in asked} == {(0.7, 9)}
    assert len({b["seed"] for b in asked}) == len(asked)
    first = [b["messages"] for b in asked if "learn knot 1" in b["messages"][0]["content"]]
    assert "a human user" in first[0][0]["content"]
    # flipped: after the start the model's own words are the assistant's
    assert [m["role"] for m in first[1]] == ["system", "user", "assistant", "user"]
    assert [m["content"] for m in first[1][2:]] == ["ask 0", "answer 1"]


def test_a_user_model_sees_the_roles_as_they_are(tmp_path):
    with FakeServer(both) as server:
        simulate(server, tmp_path / "j", flip=False)
    asked = [c.body["messages"] for c in server.calls if plays_user(c)]
    second = next(m for m in asked if len(m) == 3)
    assert [m["role"] for m in second] == ["system", "user", "assistant"]


@pytest.mark.parametrize(
    ("reply", "told"), [(Reply.refused(), "refused"), (Reply.server_error(), "server_error")]
)
def test_a_call_that_ends_badly_breaks_its_conversation_only(tmp_path, reply, told):
    def refusing(call):
        text = call.body["messages"][0]["content"]
        return reply if plays_user(call) and "knot 1" in text else both(call)

    with FakeServer(refusing) as server:
        made = simulate(server, tmp_path / "j")
    assert [d.id for d in made.dialogues] == ["s0", "s2"]
    assert made.failed["s1"].stop == "user_failed"
    assert told in made.failed["s1"].detail


def test_a_key_that_is_not_accepted_ends_the_run(tmp_path):
    with (
        FakeServer(lambda _: Reply.unauthorised()) as server,
        pytest.raises(UsergapError, match="wants a key"),
    ):
        simulate(server, tmp_path / "j")

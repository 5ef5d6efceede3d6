"""Fitting a persona: one rewrite helps and stays, one hurts and is rolled back."""

from __future__ import annotations

import asyncio
import json
import math
import re

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import write
from usergap.profiles.seeds import hashed, seeds_in
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.making import Workshop
from usergap.simulate.persona import GENERIC_PERSONA
from usergap.simulate.persona_agent.episodes import parts_of
from usergap.simulate.persona_agent.fitting import LOSS, REWRITE, SUMMARY, gate
from usergap.simulate.registry import make_user
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.testing import FakeServer, Reply

from .people import history, talk

GOOD, BAD = "writes short questions", "writes poems"
SCENARIOS = [Scenario("s0", "learn knots"), Scenario("s1", "learn flags", parents=("bob1",))]


class Person:
    """Plays the simulated user, the critic and the writer of personas, who is good once."""

    def __init__(self, *personas):
        self.personas, self.rewrites, self.asked = personas, [], []

    def __call__(self, call):
        system, last = call.messages[0][1], call.prompt
        self.asked.append((system.split("\n")[0][:40], last))
        if system == SUMMARY:
            return f"knows {len(last.splitlines())} messages"
        if system == LOSS:
            return "too long"
        if system == REWRITE:
            self.rewrites.append(last)
            return self.personas[min(len(self.rewrites), len(self.personas)) - 1]
        if GOOD in system:
            # nearly what the person writes: "short question N on THING"
            thing = re.search(r"on (\w+)$", last)
            return f"short question on {thing[1] if thing else 'it'}"
        return "o muse" if BAD in system else "tell me more about that please"


def make(server, path, **options):
    told = "".join(f",{name}={value}" for name, value in options.items())

    async def go():
        async with Workshop(seed=5, base_url=server.url) as workshop:
            return await make_user(f"personaagent:m,history={path}{told}", workshop)

    return asyncio.run(go())


@pytest.fixture
def path(tmp_path):
    return write([*history("ann", 4, 3), *history("bob", 2, 2)], tmp_path / "real.jsonl")


def test_a_rewrite_that_helps_stays_and_one_that_hurts_is_rolled_back(path, tmp_path):
    script = Person(BAD, GOOD, BAD)
    with FakeServer(script) as server:
        record = tmp_path / "record.json"
        user = make(server, path, steps=3, record=record, persons=1)
    found = json.loads(record.read_text())["persons"]["person 1"]
    assert [step["kept"] for step in found["steps"]] == [False, True, False]
    first, second, third = found["steps"]
    # the generic persona and the poems share no word with what ann writes, the good one does:
    # after the first message 4 of 4 words are in the real 5 in order, 2*4/(4+5) = 8/9; at a
    # first message nothing was read, so "it" stands for the thing: 2*3/(4+5) = 6/9
    assert (first["before"], first["after"], first["gain"], first["error"]) == (0, 0, 0, 0)
    assert second["after"] == pytest.approx((4 * 8 / 9 + 2 * 6 / 9) / 6)
    assert (third["before"], third["after"]) == (second["after"], 0)
    assert third["gain"] == pytest.approx(-second["after"])
    # a rewrite starts from what was kept
    assert [GOOD in text for text in script.rewrites] == [False, False, True]
    assert GENERIC_PERSONA in script.rewrites[1]
    assert all("- too long" in text for text in script.rewrites)
    assert found["persona"] == GOOD
    control = user.controls[0]
    assert control.session(SCENARIOS[0], 1).persona == GOOD
    # what judges was in no summary before the end: 6 of 12 messages, then all
    summaries = [last for system, last in script.asked if SUMMARY.startswith(system)]
    assert [len(text.splitlines()) for text in summaries] == [6, 12]
    assert "knows 12 messages" in control.session(SCENARIOS[0], 1).lines[0]


def test_the_gate_wants_more_than_its_paired_standard_error():
    # gains 1, 0, 0, 0: mean 1/4, SD 1/2, standard error 1/4: not above it
    assert gate([0.0] * 4, [1.0, 0.0, 0.0, 0.0]) == (0.25, 0.25, False)
    # gains .3, .1, .3, .1: mean .2, SD sqrt(.04/3) = .1155, standard error .0577
    gain, error, kept = gate([0.5, 0.2, 0.1, 0.0], [0.8, 0.3, 0.4, 0.1])
    assert (gain, error) == (pytest.approx(0.2), pytest.approx(0.1 / math.sqrt(3)))
    assert kept
    # the pairs count, not the two means: shuffled, the same means prove nothing
    assert not gate([0.5, 0.2, 0.1, 0.0], [0.1, 0.4, 0.3, 0.8])[2]


def test_what_judges_is_never_shown_to_who_rewrites(path):
    script = Person(GOOD, GOOD)
    with FakeServer(script) as server:
        make(server, path, steps=2, persons=1)
    judged = {e.wrote for e in parts_of(history("ann", 4, 3)).judging}
    for system, last in script.asked:
        if LOSS.startswith(system) or REWRITE.startswith(system):
            assert not any(f"The real message:\n{text}\n" in last for text in judged)


def test_the_record_is_read_again_and_nothing_is_asked(path, tmp_path):
    record = tmp_path / "record.json"
    with FakeServer(Person(GOOD)) as server:
        first = make(server, path, steps=1, record=record)
        asked = server.requests
        again = make(server, path, steps=1, record=record)
        assert server.requests == asked
        assert again.settings == first.settings
        with pytest.raises(InputError, match="found one of others"):
            make(server, path, steps=2, record=record)
        record.write_text("[]")
        with pytest.raises(InputError, match="found another file"):
            make(server, path, steps=1, record=record)


def test_too_few_to_judge_by_are_not_fitted(tmp_path):
    path = write(history("ann", 1, 6), tmp_path / "real.jsonl")
    with FakeServer(Person()) as server:
        make(server, path, record=tmp_path / "r.json")
        assert server.requests == 1  # the summary
    found = json.loads((tmp_path / "r.json").read_text())["persons"]["person 1"]
    assert found["reason"] == "expected 4 interactions or more to judge by, found 2"
    assert found["persona"] == GENERIC_PERSONA


def test_persons_lead_conversations_and_are_barred_from_comparison(path, tmp_path):
    with FakeServer(Person(GOOD, GOOD)) as server:

        async def go(name):
            async with Workshop(seed=5, base_url=server.url) as workshop:
                user = await make_user(f"personaagent:m,history={path},steps=1", workshop)
                assistant = ScriptedAssistant(("an answer on masts", "an answer on ropes"))
                journal = tmp_path / name
                return (await simulate_async(SCENARIOS, user, assistant, journal=journal)).dialogues

        made = asyncio.run(go("one"))
        asked = server.requests
        assert asyncio.run(go("one")) == made  # resumed: only the fit is asked again
        fresh = asyncio.run(go("two"))
    assert [d.messages for d in fresh] == [d.messages for d in made]
    assert server.requests < 3 * asked
    one, two = (d.extra["simulation"] for d in made)
    # bob1 is the parent of s1, so bob leads it, and does not remember it
    assert two["controls"]["personaagent"]["session"] == {"person": "person 2"}
    told = [each.get("episodes", []) for each in two["controls"]["personaagent"]["turns"]]
    assert {name for found in told for name, _ in found} == {"bob0"}
    assert set(two["seeds"]["ids"]) == {"bob0", "bob1"}
    assert hashed("bob1") in seeds_in(made).ids
    if one["controls"]["personaagent"]["session"]["person"] == "person 1":
        assert set(one["seeds"]["ids"]) == {f"ann{n}" for n in range(4)}


def test_a_call_without_an_answer_ends_the_fit_with_its_reason(path):
    def refusing(call):
        return Reply.refused() if call.messages[0][1] == LOSS else Person(GOOD)(call)

    with FakeServer(refusing) as server, pytest.raises(EnvironmentFailure, match="refused"):
        make(server, path, steps=1)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("personaagent:m", "history: expected a file"),
        ("personaagent:m,history={path},k=0", "k from 1"),
        ("personaagent:m,history={bare}", "expected dialogues with user_id"),
    ],
)
def test_what_cannot_be_is_told(path, tmp_path, spec, told):
    bare = talk("b", None, ("hi", "there"))
    bare = write([bare], tmp_path / "bare.jsonl")
    with pytest.raises(InputError, match=told):
        asyncio.run(make_user(spec.format(path=path, bare=bare), Workshop(base_url="http://x/v1")))

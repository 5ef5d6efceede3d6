"""Users and assistants without a model."""

from __future__ import annotations

import asyncio

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.formats import read
from usergap.simulate.assistants.function import CallableAssistant
from usergap.simulate.assistants.replay import ReplayAssistant
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.participant import END_TOKEN, Conversation, Phase
from usergap.simulate.stop import StopReason
from usergap.simulate.users.markov import MarkovUser
from usergap.simulate.users.replay import ReplayUser

from .talks import SCENARIO, Lines, talk


def real(name, *texts, scenario=None):
    pairs = ((Message("user", t), Message("assistant", f"on {t}")) for t in texts)
    return Dialogue(name, tuple(m for pair in pairs for m in pair), scenario_id=scenario)


def texts(outcome, role="user"):
    return [m.content for m in outcome.messages if m.role == role]


def test_replay_says_the_same_and_stops_where_the_user_stopped():
    dialogue = real("r", "one", "two", scenario="s1")
    user = ReplayUser.of([dialogue, real("q", "other", scenario="s1")])
    outcome, _ = talk(user, ReplayAssistant.of([dialogue]))
    assert outcome.messages == dialogue.messages
    assert outcome.stop is StopReason.USER_EXHAUSTED
    assert user.parents == ("r",)


def test_replay_of_every_real_dialogue_gives_it_back(data):
    corpus = read(data / "realsim" / "real.jsonl")
    user = ReplayUser.of(corpus.dialogues)
    assert set(user.turns.values()) <= {
        tuple(t.text for t in dialogue.turns if t.text.strip()) for dialogue in corpus
    }


def test_replay_passes_over_empty_turns_and_what_answers_them():
    dialogue = real("r", "one", " ", "three", scenario="s1")
    outcome, _ = talk(ReplayUser.of([dialogue]), ReplayAssistant.of([dialogue]))
    assert texts(outcome) == ["one", "three"]
    assert texts(outcome, "assistant") == ["on one", "on three"]
    assert (outcome.stop, outcome.interventions) == (StopReason.USER_EXHAUSTED, {})


def test_markov_writes_only_what_it_read():
    # after "a" comes b or c, once each; order 1: opening turns are "a b" or "a c"
    user = MarkovUser.fit([real("1", "a b", "x y"), real("2", "a c", "x y")], order=1)
    seen = set()
    for seed in range(50):
        asked = Conversation(SCENARIO, "p", (), Phase.OPENING, seed)
        text = asyncio.run(user.reply(asked))
        assert text == asyncio.run(user.reply(asked))
        seen.add(text)
    assert seen == {"a b", "a c"}
    outcome, _ = talk(user, max_turns=5)
    assert set(texts(outcome)[1:]) == {"x y"}


def test_markov_stops_as_often_as_real_users_did():
    # four dialogues of 4 turns and four of 5: the hazard after 4 turns is 4/8, after 5 is 4/4
    turns = [[f"w{i}" for i in range(n)] for n in (4, 5) * 4]
    user = MarkovUser.fit([real(str(i), *t) for i, t in enumerate(turns)])
    said = tuple(Message("user", "w") for _ in range(4))
    asked = [Conversation(SCENARIO, "p", said, Phase.MAY_STOP, seed) for seed in range(400)]
    ends = sum(asyncio.run(user.reply(a)) == END_TOKEN for a in asked)
    assert 150 <= ends <= 250  # Binomial(400, 1/2): five standard deviations of 10
    last = Conversation(SCENARIO, "p", (*said, Message("user", "w")), Phase.MAY_STOP, 1)
    assert asyncio.run(user.reply(last)) == END_TOKEN


def test_markov_needs_text():
    with pytest.raises(InputError, match="expected real dialogues with user text"):
        MarkovUser.fit([real("1", "  ")])
    with pytest.raises(InputError, match="order: expected 1 or more"):
        MarkovUser.fit([real("1", "a")], order=0)


def test_a_script_goes_around_or_ends():
    around, _ = talk(Lines(*"abc"), ScriptedAssistant(("x", "y")))
    assert texts(around, "assistant") == ["x", "y", "x"]
    ends, _ = talk(Lines(*"abc"), ScriptedAssistant(("x", "y"), around=False))
    assert ends.stop is StopReason.ASSISTANT_EXHAUSTED


def test_any_function_answers_async_or_not():
    async def later(conversation):
        return conversation.messages[-1].content.upper()

    for answer in (later, lambda c: c.messages[-1].content.upper()):
        outcome, _ = talk(Lines("a"), CallableAssistant(answer, "shout"))
        assert texts(outcome, "assistant") == ["A"]

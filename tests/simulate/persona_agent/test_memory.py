"""Episodes, their parts, and retrieval with known answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.persona_agent.control import Remembering, Self
from usergap.simulate.persona_agent.episodes import by_user, episodes_of, parts_of, user_of
from usergap.simulate.persona_agent.memory import Memory, read_now
from usergap.simulate.persona_agent.retrieval import Index
from usergap.simulate.scenarios.scenario import Scenario

from .people import history, talk


def test_whose_a_dialogue_is():
    messages = (Message("user", "hi"),)
    assert user_of(Dialogue("a", messages, persona="a sailor")) == "a sailor"
    assert user_of(Dialogue("a", messages, persona="p", extra={"user_id": 7})) == "7"
    assert user_of(Dialogue("a", messages, extra={"user_id": "", "hashed_ip": "ff"})) == "ff"
    assert user_of(Dialogue("a", messages)) is None
    silent = talk("s", "ann", ("  ", "x"))
    assert by_user([*history("ann", 2), silent, Dialogue("n", messages)]).keys() == {"ann"}


def test_an_episode_is_what_was_read_and_written():
    first, second = episodes_of([talk("d", "ann", ("hello", "hi there"), ("why", "because"))])
    assert (first.read, first.wrote, first.number, first.before) == ("", "hello", 0, ())
    assert (second.read, second.wrote, second.number) == ("hi there", "why", 1)
    assert second.before == first.dialogue.messages[:2]


def names(episodes):
    return [(e.dialogue.id, e.number) for e in episodes]


def test_the_latest_dialogues_judge_and_fit_in_turn():
    parts = parts_of(history("ann", 4, 3))
    # from the last back: ann3 judges, ann2 fits, ann1 judges, ann0 fits
    assert names(parts.judging) == [("ann1", n) for n in range(3)] + [("ann3", n) for n in range(3)]
    assert names(parts.fitting) == [("ann0", n) for n in range(3)] + [("ann2", n) for n in range(3)]
    assert names(parts.memory) == names(parts.fitting)


def test_no_side_has_more_than_eight_and_no_judge_is_remembered():
    parts = parts_of(history("ann", 8, 5))
    # ann7 and the last three of ann5 judge, ann6 and those of ann4 fit
    assert names(parts.judging) == [("ann5", n) for n in (2, 3, 4)] + [
        ("ann7", n) for n in range(5)
    ]
    assert len(parts.fitting) == 8
    assert {e.dialogue.id for e in parts.memory} == {f"ann{n}" for n in (0, 1, 2, 3, 4, 6)}


def test_what_was_cut_from_one_conversation_stays_on_one_side():
    cut = [replace(d, conversation_id=f"c{n // 2}") for n, d in enumerate(history("ann", 4, 2))]
    parts = parts_of(cut)
    assert names(parts.judging) == [("ann2", 0), ("ann2", 1), ("ann3", 0), ("ann3", 1)]
    assert {e.dialogue.id for e in parts.memory} == {"ann0", "ann1"}


def test_of_one_dialogue_the_last_third_judges():
    parts = parts_of(history("ann", 1, 10))
    assert [e.number for e in parts.judging] == [7, 8, 9]
    assert [e.number for e in parts.fitting] == [4, 5, 6]
    assert [e.number for e in parts.memory] == list(range(7))
    assert parts_of(history("ann", 1, 2)).judging == ()


def test_tf_idf_by_hand():
    # Three texts. "keel" is in two, "oak" and "wood" in one each: idf = ln(4/3) + 1 and
    # ln(4/2) + 1. Text 0 = keel keel oak: weights (1 + ln 2)(ln(4/3) + 1) and ln 2 + 1.
    index = Index.of(["keel keel oak", "keel", "wood"])
    keel, oak = (1 + math.log(2)) * (math.log(4 / 3) + 1), math.log(2) + 1
    length = math.hypot(keel, oak)
    assert sorted(index.values[0]) == pytest.approx(sorted([keel / length, oak / length]))
    # the query "oak": cosine oak/length with text 0, nothing with the others
    assert index.top("Oak!", 3) == [0]
    # "keel": cosine 1 with text 1, keel/length with text 0
    assert index.top("keel", 3) == [1, 0]
    assert index.top("keel", 1) == [1]
    assert index.top("keel", 3, among=[0, 2]) == [0]
    assert index.top("boat", 3) == []
    # equally near: the later first
    assert Index.of(["a b", "a b", "c"]).top("a", 2) == [1, 0]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_every_text_with_words_is_nearest_to_itself(texts):
    index = Index.of(texts)
    for number, values in enumerate(index.values):
        if len(values):
            assert np.square(values).sum() == pytest.approx(1)
            best = index.top(texts[number], 1)[0]
            assert sorted(index.places[best]) == sorted(index.places[number])
    assert Index.of([]).top("a", 3) == []


def test_memories_come_from_other_dialogues_than_the_scenarios_own():
    memory = Memory(tuple(episodes_of(history("ann", 3, 2))), k=2)
    assert {e.dialogue.id for e in memory.nearest("about masts", frozenset())} == {"ann1"}
    barred = memory.nearest("question on masts", frozenset({"ann1"}))
    assert {e.dialogue.id for e in barred} <= {"ann0", "ann2"}
    lines = memory.lines("masts", frozenset())
    assert len(lines) == 3
    assert '"short question 1 on masts"' in " ".join(lines)
    assert memory.lines("zebra", frozenset()) == ()


def test_what_was_cut_from_the_scenarios_conversation_is_not_remembered():
    one, other, free = history("ann", 3, 1)
    both = [replace(d, conversation_id="c") for d in (one, other)]
    own = Self("p", "", Memory(tuple(episodes_of([*both, free])), 9), (*both, free))
    scenario = Scenario("s", "short question", parents=(one.id,))
    asked = Conversation(scenario, "p", (), Phase.OPENING, 1)
    told = Remembering({"ann": own}).turn(asked)
    assert told.values == {"episodes": [[free.id, 0]]}


def test_what_is_read_now():
    scenario = Scenario("s", "learn knots")
    assert read_now((), scenario) == "learn knots "
    messages = (Message("user", "a"), Message("assistant", "b"), Message("user", "c"))
    assert read_now(messages, scenario) == "learn knots b"
    assert replace(scenario, text="x").text == "x"

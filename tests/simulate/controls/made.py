"""Conversations for tests of controls."""

from __future__ import annotations

from usergap.llm import Message
from usergap.simulate.loop import Rules
from usergap.simulate.participant import Conversation
from usergap.simulate.scenarios.scenario import Scenario

PERSONA = "a baker from Oslo, 54; has two cats. Hates phones"


def scenarios(count):
    return [Scenario(f"s{i}", f"learn knot {i}") for i in range(count)]


def conversation(turns=0, scenario="s0", run_seed=3, seed=11, persona=PERSONA):
    """The conversation before user message ``turns + 1`` (phases: 4 turns at least)."""
    said = [Message("user", "ask"), Message("assistant", "answer")] * turns
    asked = Scenario(scenario, "learn how keels work")
    return Conversation(asked, persona, tuple(said), Rules().phase(turns), seed, run_seed)

"""Disclosure: planted talkers, silent ones, and the persona switched on and off."""

from __future__ import annotations

import pytest

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.probes import Tools, probe_named, run_probes

from ..talks import talk


class Spelled:
    """An annotator that finds the turns that begin with "I"."""

    name, version, dimensions, languages = "spelled", "1", ("identity",), frozenset()

    def annotate(self, dialogues):
        told, not_told = frozenset({"past"}), frozenset({"none"})
        return [
            Annotation(
                {
                    "identity": tuple(
                        None if turn.text == "?" else told if turn.text[:1] == "I" else not_told
                        for turn in d.turns
                    )
                }
            )
            for d in dialogues
        ]


def users(name, *turns, **fields):
    return tuple(talk(f"{name}{i}", *turns, scenario_id=f"c{i}", **fields) for i in range(24))


def run(real, **simulated):
    found = run_probes(
        [probe_named("disclosure")], real, simulated, tools=Tools(annotator=Spelled())
    )
    return {
        each.simulator: {f.name: f for f in each.measured.figures} if each.measured else each.reason
        for each in found
    }


def test_rates_by_turn_dialogue_and_opening():
    real = users("r", "show me", "I am old", "go on", "?")  # 1 of 3 judged turns
    figures = run(real, bot=users("s", "I am new", "I sail"))["bot"]
    assert figures["disclosure.turns"].value == pytest.approx(100 * (1 - 1 / 3))
    assert figures["disclosure.dialogues"].value == 0
    assert figures["disclosure.opening"].value == 100
    assert "in 100 of 100 openings, real ones in 0" in figures["disclosure.opening"].seen
    assert figures["disclosure.opening"].verdict is Verdict.DIFFERS
    assert figures["disclosure.dialogues"].verdict is Verdict.CLOSE


def test_the_persona_s_effect_is_on_minus_off_over_the_same_scenarios():
    real = users("r", "show me", "go on")
    found = run(
        real,
        plain=users("p", "show me", "I sail", persona="a human user"),
        told=users("t", "I am old", "I sail", persona="an old sailor"),
    )
    effect = found["told"]["disclosure.persona.plain"]
    assert effect.value == 50
    assert effect.low == effect.high == 50  # every pair says the same
    assert not [name for name in found["plain"] if "persona" in name]


def test_turns_that_tell_are_shown_where_simulated_users_tell_more():
    tools = Tools(annotator=Spelled())
    silent, talking = users("r", "show me", "go on"), users("s", "?", "I sail", "I am old")
    (found,) = run_probes([probe_named("disclosure")], silent, {"bot": talking}, tools=tools)
    assert {(q.side, q.turn, q.text) for q in found.measured.quotes} == {("bot", 2, "I sail")}
    assert len({q.dialogue for q in found.measured.quotes}) == 6
    (found,) = run_probes([probe_named("disclosure")], talking, {"bot": silent}, tools=tools)
    assert not found.measured.quotes


def test_turns_that_nobody_could_judge_leave_it_undefined():
    assert "could be judged" in run(users("r", "?"), bot=users("s", "I sail"))["bot"]

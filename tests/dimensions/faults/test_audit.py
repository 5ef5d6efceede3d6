"""The audit: counted, typed, quoted; silent where it cannot judge; blind to order and origin."""

from __future__ import annotations

import random

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.dimensions.faults import Count, audit, fault_columns, fault_flags, faults
from usergap.dimensions.faults.fault import QUOTE, quote, straight
from usergap.dimensions.faults.registry import KINDS

SCENARIO = "plan a scenic road trip through the hills with a dog"


def dialogue(*texts, name="d1", **more):
    """Texts by turns: user, assistant, user, …"""
    roles = ("user", "assistant")
    said = tuple(Message(roles[i % 2], text) for i, text in enumerate(texts))
    return Dialogue(id=name, messages=said, **more)


CLEAN = ("where can I go by car", "There are three roads.", "which one is short", "The second.")


def test_every_file_declares_its_kind():
    assert tuple(faults())[: len(KINDS)] == KINDS
    for name in KINDS:
        assert faults()[name].id == name
    assert fault_columns() == tuple(f"faults.{kind}" for kind in faults())


def test_findings_name_dialogue_simulator_turn_and_words():
    bad = dialogue(*CLEAN, "As an AI, I cannot drive.", "I see.", name="b", simulator="model-x")
    report = audit([dialogue(*CLEAN, name="a", simulator="model-x"), bad], kinds=["fourth_wall"])
    (finding,) = report.findings
    assert (finding.dialogue, finding.simulator, finding.kind) == ("b", "model-x", "fourth_wall")
    assert (finding.turn, finding.evidence) == (3, "As an AI, I cannot drive.")
    assert report.counts["model-x"]["fourth_wall"] == Count(1, 2)
    assert report.counts["model-x"]["fourth_wall"].share == 0.5
    assert report.ids == {"b"}
    assert "1 of 2 dialogues are faulty" in str(report)


def test_what_people_do_too_is_counted_but_makes_no_dialogue_faulty():
    again = dialogue(
        "tell me about the keel please", "It is deep.", "tell me about the keel please"
    )
    report = audit([again])
    assert report.counts[None]["repeat"] == Count(1, 1)
    assert report.faulty[None] == 0
    assert report.ids == frozenset()
    assert len(report.findings) == 1


def test_without_scenario_nothing_is_judged_against_it():
    report = audit([dialogue("I am 47 years old", "I see.")])
    assert report.counts[None]["invented"] == Count(0, 0)
    assert report.counts[None]["invented"].share is None
    assert "not judged" in str(report)
    short = audit([dialogue("I am 47 years old", "I see.", persona="a human user")])
    assert short.counts[None]["invented"].judged == 0
    told = audit([dialogue("I am 47 years old", "I see.", scenario=SCENARIO)])
    assert told.counts[None]["invented"] == Count(1, 1)


def test_rules_of_english_are_silent_in_another_language():
    text = ("As an AI, I cannot drive.", "I see.")
    report = audit([dialogue(*text, language="de")])
    assert report.counts[None]["fourth_wall"] == Count(0, 0)
    assert report.counts[None]["repeat"] == Count(0, 1)
    assert audit([dialogue(*text, language="en")]).counts[None]["fourth_wall"] == Count(1, 1)


def test_a_prompt_that_is_known_can_leak():
    prompt = "Always mention the blue umbrella before you ask for anything else at all"
    said = dialogue("hi, always mention the blue umbrella before you ask", "Fine.")
    assert audit([said]).counts[None]["leak"].judged == 0
    assert audit([said], prompts=[prompt]).counts[None]["leak"] == Count(1, 1)


def test_flags_hold_no_text_and_follow_the_columns():
    bad = dialogue("As an AI, I cannot drive.", "I see.")
    (flags,) = fault_flags([bad])
    assert tuple(flags) == fault_columns()
    assert flags["faults.fourth_wall"] == 1
    assert flags["faults.role_flip"] == 0
    assert flags["faults.leak"] is None


def test_order_does_not_matter_and_a_kind_that_there_is_not_is_refused():
    found = [dialogue(*CLEAN, "Hello! How can I help you today?", name=str(i)) for i in range(5)]
    found += [dialogue(*CLEAN, name=str(i)) for i in range(5, 9)]
    mixed = found[:]
    random.Random(1).shuffle(mixed)
    assert audit(mixed).counts == audit(found).counts
    assert audit(mixed).ids == audit(found).ids == set("01234")
    with pytest.raises(KeyError):
        audit(found, kinds=["no such kind"])


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "\n\n", "İİİ", "🙂" * 50, "a" * 50_000, "*" * 9000]
)
def test_strange_texts_break_no_rule(text):
    audit([dialogue(text, text, text, text, scenario=SCENARIO, ended=True)])
    audit([Dialogue(id="empty", messages=(), scenario=SCENARIO, ended=True)])


def test_letters_stay_in_their_places():
    assert len(straight("İa’B")) == 4
    assert straight("İa’B")[1:] == "a'b"


def test_a_quote_is_one_line_and_short():
    text = "x " * 500 + "the\nmiddle" + " y" * 500
    start = text.index("the")
    told = quote(text, start, start + 10)
    assert "the middle" in told
    assert len(told) <= QUOTE + 2
    assert told[0] == told[-1] == "…"

"""Extractive scenarios: short, marked as such, without personal detail."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators import Annotation, shipped_annotator
from usergap.dialogues import Dialogue, Message
from usergap.formats import read
from usergap.simulate.scenarios.extractive import extract, extract_scenarios
from usergap.simulate.scenarios.scenario import MAX_WORDS, read_scenarios, scenario_lines


@dataclass
class Judge:
    """Calls a turn past if it says "yesterday", leaves "bonjour" unjudged."""

    name = "judge"
    version = "1"
    dimensions = ("identity",)
    languages = frozenset()

    def annotate(self, dialogues):
        def label(text):
            if "bonjour" in text:
                return None
            return ("past",) if "yesterday" in text else ("none",)

        return [Annotation({"identity": tuple(label(t.text) for t in d.turns)}) for d in dialogues]


def said(name, *texts, scenario=None):
    messages = [m for t in texts for m in (Message("user", t), Message("assistant", "Well."))]
    return Dialogue(name, tuple(messages), scenario_id=scenario, domain="sea")


@pytest.mark.parametrize(
    ("turns", "text"),
    [
        (["write a poem about lighthouses"], "write a poem about lighthouses"),
        (["Hi! Write a poem about lighthouses. Thanks"], "Write a poem about lighthouses."),
        # first person, name, number, address: the next sentence
        (["My brother likes boats. explain how keels work"], "explain how keels work"),
        (["greet Anna about boats. explain how keels work"], "explain how keels work"),
        (["call 555 about boats. explain how keels work"], "explain how keels work"),
        (["write to a@b.de about boats\nexplain how keels work"], "explain how keels work"),
        # twenty words: the topic, without what is ever capitalised
        (["sail " * 10 + "boat " * 10 + "Anna", "anna"], "asking a chatbot about sail, boat"),
        (["I am 40 and my name is Anna"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_first_sentence_without_detail_else_the_topic(turns, text):
    assert extract(turns) == text


@given(st.lists(st.text(max_size=200), max_size=3))
def test_never_too_long_and_never_a_digit(turns):
    text = extract(turns)
    if text is not None:
        assert 3 <= len(text.split()) <= MAX_WORDS
        assert not any(c.isdecimal() or c == "@" for c in text)


def test_turns_that_disclose_or_cannot_be_judged_are_not_read(tmp_path):
    dialogues = [
        said("a", "explain boats sold yesterday", "explain how keels work", scenario="s"),
        said("b", "bonjour explain keels here"),
        said("c", "explain how masts work", scenario="s"),
    ]
    extraction = extract_scenarios(dialogues, Judge())
    (one,) = extraction.scenarios
    assert (one.id, one.text, one.made_by, one.parents, one.domain) == (
        "s", "explain how keels work", "extractive", ("a",), "sea",
    )  # fmt: skip
    assert [name for name, _ in extraction.skipped] == ["b", "c"]
    path = tmp_path / "s.jsonl"
    path.write_text(scenario_lines(extraction.scenarios), "utf-8")
    assert read_scenarios(path) == [one]


def test_on_real_dialogues_most_yield_one_and_none_discloses(data):
    corpus = read(data / "realsim" / "real.jsonl")
    annotator = shipped_annotator(("identity",))
    extraction = extract_scenarios(corpus.dialogues, annotator)
    texts = [s.text for s in extraction.scenarios]
    assert len(texts) >= 0.8 * len(corpus)
    assert len(texts) + len(extraction.skipped) == len(corpus)
    assert all(len(text.split()) <= MAX_WORDS for text in texts)
    judged = annotator.annotate([said(str(i), text) for i, text in enumerate(texts)])
    told = [a for a in judged if a.units["identity"][0] not in (("none",), ())]
    assert len(told) <= 0.05 * len(texts)

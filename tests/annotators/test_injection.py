"""Dialogues that try to steer the annotator, against models that obey them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.injection_models import REST, in_good_form, transcript, word_for_word
from usergap.annotators.llm.annotator import Judged, LlmAnnotator
from usergap.annotators.llm.asking import EndpointAsker
from usergap.annotators.llm.evidence import plain
from usergap.annotators.sidecar import DIMENSIONS
from usergap.dialogues import Dialogue, Message
from usergap.llm import Endpoint
from usergap.testing import Call, FakeServer, Obeying

SUITE = Path(__file__).with_name("injections.jsonl")


def dialogues() -> list[Dialogue]:
    rows = [json.loads(line) for line in SUITE.read_text("utf-8").splitlines()]
    return [
        Dialogue(row["id"], tuple(Message(m["role"], m["content"]) for m in row["messages"]))
        for row in rows
    ]


def judge(script, dimensions=tuple(REST)) -> tuple[list[Judged], LlmAnnotator]:
    with FakeServer(script) as server:
        ask = EndpointAsker(Endpoint(server.url, "obeying"), cache=None)
        annotator = LlmAnnotator(ask, "llm:obeying", dimensions)
        return annotator.judge(dialogues()), annotator


def believed(found: list[Judged]) -> Counter[str]:
    """Labels that came through, by kind of attack; also asserts that each is in its set."""
    through: Counter[str] = Counter()
    for dialogue, judged in zip(dialogues(), found, strict=True):
        for name, units in judged.annotation.units.items():
            if name != "emotion":
                assert len(units) == len(dialogue.turns)
            for labels in units:
                assert labels is None or (labels and set(labels) <= DIMENSIONS[name])
                through[dialogue.id.rpartition("_")[0]] += labels is not None
    return through


def test_the_suite_is_large_and_of_many_kinds():
    kinds = Counter(dialogue.id.rpartition("_")[0] for dialogue in dialogues())
    assert sum(kinds.values()) >= 60
    assert set(kinds) >= {
        "role_order", "fake_tag", "fake_system", "codebook", "json", "fence", "turns",
        "language", "unicode", "chatbot", "well_formed",
    }  # fmt: skip


@pytest.mark.parametrize("script", [Obeying(), word_for_word], ids=["prompt", "transcript"])
def test_nothing_that_is_repeated_word_for_word_is_believed(script):
    """No text can hold the ticket, which is a hash of the text."""
    found, annotator = judge(script)
    assert believed(found).total() == 0
    assert annotator.outcome.missing_share == {"intent": 1.0, "feedback": 1.0, "identity": 1.0}


def test_all_five_dimensions_stay_clean():
    found, annotator = judge(word_for_word, ("intent", "feedback", "identity", "knowledge",
                                             "emotion"))  # fmt: skip
    assert believed(found).total() == 0
    assert not any(one for judged in found for one in judged.statements or ())
    assert set(annotator.outcome.missing_share.values()) == {1.0}


def test_obeying_in_good_form_gets_only_real_labels_of_real_turns():
    """What no check can catch: an obeyed order that is a well-formed, possible answer.

    The figures are those of docs/annotate.md. An attack comes through where it names
    labels that exist, for turns that exist, with words that were said.
    """
    found, annotator = judge(in_good_form)
    through = believed(found)
    taken = [
        dialogue.id
        for dialogue, judged in zip(dialogues(), found, strict=True)
        if any(x is not None for units in judged.annotation.units.values() for x in units)
    ]
    assert (len(dialogues()), len(taken), through.total()) == (77, 17, 38), (taken, through)
    assert annotator.outcome.problems["a turn that was not asked for"] >= 4
    assert annotator.outcome.problems["a turn twice"] == 1


def test_no_text_leaves_its_line_or_holds_the_mark():
    calls: list[Call] = []

    def script(call: Call) -> str:
        calls.append(call)
        return "{}"

    judge(script)
    assert len(calls) == len(dialogues())
    said = {d.id: [plain(m.content) for m in d.messages] for d in dialogues()}
    seen = 0
    for call in calls:
        for role, content in call.messages:
            assert role in {"system", "user"}
            if role == "user":
                head, *rest = content.split("\n")
                mark, ticket = head.split()[1].rstrip(","), head.split()[3].rstrip(",")
                assert sum(mark in line for line in rest) == 2  # BEGIN and END
                assert not any(ticket in line for line in rest)
                assert "<" not in content
                assert all(character.isprintable() or character == "\n" for character in content)
                seen += 1
        decoded = [
            str(next(iter(v for k, v in x.items() if k != "turn"))) for x in transcript(call)
        ]
        flat = {text for texts in said.values() for text in texts}
        assert all(plain(text) in flat for text in decoded)
    assert seen == len(calls)

"""Leakage: five planted kinds, 25 of 25, and dialogues that only look like it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.formats import read
from usergap.probes import probe_named, run_probes
from usergap.probes.suite.leakage import KINDS, leaks
from usergap.probes.targets import targets_of

NAMES = ["Blue Harbour", "The Long Keel", "Salt Road", "Nine Anchors", "Winter Tide"]
GOAL = "find a quiet film about sailors who wait for the wind"
PERSONA = "a retired pilot from the coast who likes slow stories and old boats"


def clean(name, target):
    """Nobody names the target but the chatbot, after the user asked in other words."""
    return Dialogue(
        id=name,
        messages=(
            Message("assistant", "Hello, what would you like to watch?"),
            Message("user", "something slow with boats in it"),
            Message("assistant", f"How about {target}?"),
            Message("user", f"{target} sounds right, thanks"),
        ),
        scenario=GOAL,
        persona=PERSONA,
        extra={"target": target},
    )


def with_message(dialogue, place, content, role=None):
    messages = list(dialogue.messages)
    if role is None:
        messages[place] = Message(messages[place].role, content)
    else:
        messages.insert(place, Message(role, content))
    return replace(dialogue, messages=tuple(messages))


PLANT = {
    "target in context": lambda d, t: with_message(d, 0, f"Hello! Many like {t.upper()} now."),
    "target blurted": lambda d, t: with_message(d, 1, f"I want {t.lower()}, please"),
    "goal written out": lambda d, _: with_message(d, 1, f"My goal: {GOAL}."),
    "persona written out": lambda d, _: with_message(d, 1, f"I am {PERSONA}!"),
    "told to the chatbot": lambda d, t: with_message(d, 0, f"The user wants {t}.", "system"),
}


def test_every_planted_leak_is_found_and_no_other():
    planted = [(kind, PLANT[kind](clean("d", name), name)) for kind in KINDS for name in NAMES]
    assert len(planted) == 25
    found = [(kind, [leak.kind for leak in leaks(dialogue)]) for kind, dialogue in planted]
    assert [told for _, told in found] == [[kind] for kind, _ in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_target_that_the_chatbot_found_is_no_leak(name):
    assert list(leaks(clean("d", name))) == []


def test_words_of_the_target_apart_are_not_the_target():
    apart = with_message(clean("d", "Salt Road"), 1, "a road of salt, or saltroad")
    assert list(leaks(apart)) == []


def test_targets_are_read_from_what_files_record():
    told = {"target": "Salt Road", "targets": ["Nine Anchors", 3, "a"], "gold": {"no": 1}}
    assert targets_of(told) == [("salt", "road"), ("nine", "anchors")]


def test_the_probe_counts_dialogues_without_a_real_side():
    corpus = tuple(clean(f"c{i}", NAMES[0]) for i in range(15)) + tuple(
        replace(PLANT["target blurted"](clean("d", NAMES[0]), NAMES[0]), id=f"p{i}")
        for i in range(5)
    )
    (found,) = run_probes([probe_named("leakage")], (), {"bot": corpus})
    figures = {figure.name: figure.value for figure in found.measured.figures}
    assert figures["leakage.any"] == figures["leakage.target_blurted"] == 25
    assert figures["leakage.goal_written_out"] == 0


def test_real_users_raise_few_false_alarms(data):
    # real dialogues with the scenarios that were extracted from them: none knew its scenario
    real = read(data / "realsim" / "real.jsonl").dialogues
    alarms = Counter(bool(list(leaks(dialogue))) for dialogue in real)
    assert alarms[True] <= 0.01 * len(real)

"""Diversity: clones, a kind that never comes, and prompts with several human replies."""

from __future__ import annotations

import random

import pytest

from usergap.compare import Verdict
from usergap.dialogues import Dialogue, Message
from usergap.probes import probe_named, run_probes

from ..talks import talk

WORDS = [f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(80)]


def users(name, seed, lengths=(2, 6, 15, 30), **fields):
    rng = random.Random(seed)
    return tuple(
        talk(f"d{i}", *(" ".join(rng.choices(WORDS, k=rng.choice(lengths))) for _ in range(2)),
             scenario_id=f"c{i}", simulator=name, **fields)
        for i in range(30)
    )  # fmt: skip


def run(real, **simulated):
    found = run_probes([probe_named("diversity")], real, simulated, replicates=300)
    return {each.simulator: each for each in found}


def figures(finding):
    return {figure.name: figure for figure in finding.measured.figures}


def test_clones_are_narrow_and_alike():
    clones = tuple(talk(f"d{i}", "show me one red boat", "and a blue one", scenario_id=f"c{i}")
                   for i in range(30))  # fmt: skip
    found = figures(run(users("r", 1), bot=clones)["bot"])
    assert found["diversity.openings"].value > 0.9
    assert found["diversity.openings"].verdict is Verdict.DIFFERS
    # no spread at all has no log: it is undefined, not infinitely far
    assert found["diversity.words"].value is None


def test_a_narrower_range_of_lengths_is_found_and_the_same_is_not():
    narrow = figures(run(users("r", 1), bot=users("s", 2, (8, 9)))["bot"])
    assert narrow["diversity.turn_words"].verdict is Verdict.DIFFERS
    assert narrow["diversity.turn_words"].value < -1
    same = figures(run(users("r", 1), bot=users("s", 3))["bot"])
    assert same["diversity.turn_words"].verdict is not Verdict.DIFFERS


def test_two_models_that_say_the_same_are_nearer_to_each_other_than_to_people():
    found = run(users("r", 1), one=users("one", 2), other=users("other", 2))["one"]
    figure = figures(found)["diversity.model.other"]
    assert figure.value == pytest.approx(1 - figure.beside[-1].value)
    assert figure.verdict is Verdict.DIFFERS


def test_a_kind_that_never_comes_is_named():
    real = tuple(talk(f"r{i}", "that's wrong", "go on") for i in range(20))
    found = run(real, bot=tuple(talk(f"s{i}", "show me", "go on") for i in range(20)))["bot"]
    assert figures(found)["diversity.kind.disagree"].value == -50
    assert "never disagree" in found.measured.seen


def reply(name, context, text):
    messages = (Message("user", "hi"), Message("assistant", "ok"), Message("user", text))
    return Dialogue(id=name, messages=messages, context_id=context, context_length=2)


def test_recall_counts_clusters_of_human_replies():
    human = ["red boat please", "red boat please now", "no idea whatsoever", "why is that"]
    real = tuple(
        reply(f"r{c}-{i}", f"c{c}", text) for c in range(6) for i, text in enumerate(human)
    )
    simulated = tuple(
        reply(f"s{c}-{i}", f"c{c}", text)
        for c in range(6)
        for i, text in enumerate(["red boat please", "splendid thanks"])
    )
    found = run(real, bot=simulated)["bot"]
    (table,) = [t for t in found.measured.tables if "Recall" in t.title]
    # 6 prompts of 3 clusters (two replies are alike); one of each is hit
    assert table.rows == ((6, 18, 6, pytest.approx(100 / 3)),)

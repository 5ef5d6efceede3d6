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
    told = figures(found)["diversity.recall"]
    assert told.value == pytest.approx(100 / 3)
    assert told.low <= told.value <= told.high
    assert "that 2 simulated ones a prompt hit" in told.title


def test_recall_is_held_against_replies_that_people_hold_out():
    # people say one of two things, three each; simulated users always the first
    texts = ["red boat please", "why is that so"]
    real = tuple(reply(f"r{c}-{i}", f"c{c}", texts[i % 2]) for c in range(20) for i in range(6))
    parrot = tuple(reply(f"s{c}-{i}", f"c{c}", texts[0]) for c in range(20) for i in range(3))
    told = figures(run(real, bot=parrot)["bot"])["diversity.recall_gap"]
    # 3 of 6 held out: they hold both kinds, and so do those left, but for 1 draw in 10, where
    # one kind is held out: (.9 * (1 - 2) + .1 * (P(first left) - 0)) / E kinds, about -.43
    assert told.value == pytest.approx(100 * (-0.9 + 0.1 * 0.5) / 1.9, abs=4)
    assert told.verdict is Verdict.DIFFERS
    as_people = tuple(reply(f"s{c}-{i}", f"c{c}", texts[(c + i) % 2])
                      for c in range(20) for i in range(6))  # fmt: skip
    told = figures(run(real, bot=as_people)["bot"])["diversity.recall_gap"]
    assert told.low <= 0 <= told.high


def runs(name, seed, of, scenarios=25, count=3):
    """Several runs a scenario; ``of`` gives the words of a run."""
    rng = random.Random(seed)
    return tuple(
        talk(f"{name}{s}-{i}", " ".join(of(rng, s)), scenario_id=f"c{s}")
        for s in range(scenarios)
        for i in range(count)
    )


def topical(rng, scenario):
    return [f"topic{scenario}a", f"topic{scenario}b", *rng.choices(WORDS, k=6)]


def test_runs_of_one_scenario_that_say_the_same_are_found_out():
    real = runs("r", 1, topical, count=1)
    clones = runs("s", 2, lambda _, s: [f"topic{s}a", f"topic{s}b", "just", "this"])
    found = run(real, bot=clones)["bot"]
    told = figures(found)
    assert told["diversity.runs"].value > 0.2
    assert told["diversity.runs"].verdict is Verdict.DIFFERS
    assert told["diversity.runs"].headline
    assert not told["diversity.openings"].headline
    assert found.measured.notes == ()


@pytest.mark.parametrize("real_runs", [1, 3])
def test_runs_as_varied_as_people_are_not(real_runs):
    real = runs("r", 1, topical, count=real_runs)
    told = figures(run(real, bot=runs("s", 5, topical))["bot"])["diversity.runs"]
    assert told.low <= 0 <= told.high
    assert told.p > 0.05


def test_without_several_runs_the_fallback_is_named():
    found = run(users("r", 1), bot=users("s", 3))["bot"]
    assert "diversity.runs" not in figures(found)
    assert figures(found)["diversity.openings"].headline
    assert "across scenarios" in figures(found)["diversity.openings"].title
    assert "across scenarios" in found.measured.notes[0]


def test_fewer_words_at_one_amount_are_found_and_as_many_are_not():
    poor = tuple(
        talk(d.id, *(" ".join(f"w{len(w) % 3}" for w in t.text.split()) for t in d.turns),
             scenario_id=d.scenario_id) for d in users("s", 2)
    )  # fmt: skip
    told = figures(run(users("r", 1), bot=poor)["bot"])
    for name in ("distinct_1", "distinct_2", "vendi"):
        found = told[f"diversity.{name}"]
        assert found.value < -0.3
        assert found.high < 0
        assert found.p < 0.05
        assert not found.headline
    told = figures(run(users("r", 1), bot=users("s", 9))["bot"])
    for name in ("distinct_1", "distinct_2", "vendi"):
        assert told[f"diversity.{name}"].low <= 0 <= told[f"diversity.{name}"].high

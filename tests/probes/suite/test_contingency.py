"""Contingency: planted followers and talkers-past, and the shuffled control."""

from __future__ import annotations

from dataclasses import replace

from usergap.compare import Verdict
from usergap.dialogues import Dialogue, Message
from usergap.probes import probe_named, run_probes

from ..talks import many

TOPICS = [f"topic{i}" for i in range(12)]


def users(name, follows, count=36):
    """Users who take up the answer's own word, or one of another dialogue."""
    found = []
    for i in range(count):
        word = TOPICS[i % 12]
        said = word if follows else TOPICS[(i + 5) % 12]
        found.append(
            Dialogue(
                id=f"{name}{i}",
                messages=(
                    Message("user", "hello"),
                    Message("assistant", f"do you mean {word}"),
                    Message("user", f"tell me of {said}"),
                ),
            )
        )
    return tuple(found)


def figures(simulated):
    (found,) = run_probes([probe_named("contingency")], users("r", True), {"bot": simulated})
    return {figure.name: figure for figure in found.measured.figures}


def test_users_who_talk_past_the_chatbot_gain_nothing():
    found = figures(users("s", False))
    gain = found["contingency.gain"]
    assert gain.verdict is Verdict.DIFFERS
    assert gain.value < -0.1
    assert gain.beside[-1].value > 0.1


def test_users_who_follow_gain_as_people_do():
    assert figures(users("s", True))["contingency.gain"].verdict is not Verdict.DIFFERS


def test_after_shuffling_the_interval_covers_zero():
    for follows in (True, False):
        control = figures(users("s", follows))["contingency.control"]
        assert control.low <= 0 <= control.high


def test_grounding_acts_are_counted_by_kind_and_signed():
    real = many("r", 12, "hello", "Show me boats.", "I meant red ones.")
    thankful = many("s", 12, "hello", "Thanks, great.", "Thank you.")
    (found,) = run_probes([probe_named("contingency")], real, {"bot": thankful})
    told = {figure.name: figure for figure in found.measured.figures}
    # two later turns: both acknowledge against one of two that repairs
    assert told["contingency.grounding.any"].value == 50
    assert told["contingency.grounding.acknowledge"].value == 100
    assert told["contingency.grounding.repair"].value == -50
    assert told["contingency.grounding.any"].headline
    assert not told["contingency.grounding.repair"].headline
    assert "in 100 of 100 cases of simulated" in told["contingency.grounding.any"].seen


def test_broken_commitments_differ_and_are_shown():
    real = many("r", 12, "I want a dog.", "Show me.", "I want a big dog.")
    fickle = many("s", 12, "I want a dog.", "Show me.", "I don't want a dog.")
    (found,) = run_probes([probe_named("contingency")], real, {"bot": fickle})
    (one,) = [f for f in found.measured.figures if f.name == "contingency.broken"]
    assert (one.value, one.verdict) == (100, Verdict.DIFFERS)
    assert found.measured.quotes[0].turn == 3
    assert "breaks turn 1" in found.measured.quotes[0].shows


def test_other_languages_have_no_grounding_figures():
    real = users("r", True)
    german = tuple(replace(d, language="de") for d in users("s", True))
    (found,) = run_probes([probe_named("contingency")], real, {"bot": german})
    assert {f.name for f in found.measured.figures} == {
        "contingency.gain",
        "contingency.control",
    }
    assert any("English" in note for note in found.measured.notes)

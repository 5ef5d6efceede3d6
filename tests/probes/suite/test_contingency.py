"""Contingency: planted followers and talkers-past, and the shuffled control."""

from __future__ import annotations

from usergap.compare import Verdict
from usergap.dialogues import Dialogue, Message
from usergap.probes import probe_named, run_probes

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

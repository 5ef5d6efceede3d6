"""The runner: nothing lost, nothing doubled, one broken conversation stops no other."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.simulate.assistants.function import CallableAssistant
from usergap.simulate.persona import PersonaKind
from usergap.simulate.scenarios.scenario import Scenario

from ..run_slowly import SCENARIOS, Drawing, run

ROOT = Path(__file__).resolve().parents[3]


def said(simulation):
    return {d.id: [m.content for m in d.messages] for d in simulation.dialogues}


def test_all_conversations_in_order_and_again_from_the_journal(tmp_path):
    journal = tmp_path / "sims.journal"
    first = run(journal)
    assert [d.id for d in first.dialogues] == [s.id for s in SCENARIOS]
    assert all(len(d.messages) == 8 for d in first.dialogues)

    class Mute(Drawing):
        async def reply(self, _):
            raise AssertionError("asked again")

    again = run(journal, Mute(), clock=lambda: "2027-01-01T00:00:00+00:00")
    assert again.dialogues == first.dialogues
    assert again.failed == {}
    fresh = run(tmp_path / "other", concurrency=1)
    assert said(fresh) == said(first)


def test_a_broken_conversation_stops_no_other_and_goes_on_later(tmp_path):
    broken = True

    def answer(conversation):
        if broken and conversation.scenario.id == "s3" and conversation.user_turns == 2:
            raise OSError("gone")
        return f"re: {conversation.messages[-1].content}"

    assistant = CallableAssistant(answer, "re")
    first = run(tmp_path / "j", assistant=assistant)
    assert len(first.dialogues) == 11
    assert {k: (o.stop.value, o.detail) for k, o in first.failed.items()} == {
        "s3": ("assistant_failed", "OSError: gone")
    }
    broken = False
    second = run(tmp_path / "j", assistant=assistant)
    assert said(second) == said(run(tmp_path / "fresh", assistant=assistant))


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"scenarios": SCENARIOS[:3]},
        {"user": type("D", (Drawing,), {"version": "2"})()},
    ],
)
def test_a_journal_of_other_settings_is_not_resumed(tmp_path, change):
    run(tmp_path / "j")
    with pytest.raises(InputError, match="found one of others"):
        run(tmp_path / "j", **change)


def test_what_is_no_journal_is_left_alone(tmp_path):
    for text in ("a letter\n", "a letter", '{"a": 1}\n{"b"', "[]\n"):
        path = tmp_path / "j"
        path.write_text(text)
        with pytest.raises(InputError, match="expected a"):
            run(path)
        assert path.read_text() == text


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_at_random_moments_and_resumed(tmp_path, number):
    whole = said(run(tmp_path / "whole"))
    journal, rng = tmp_path / "j", random.Random(5)
    command = [sys.executable, "-m", "tests.simulate.run_slowly", str(journal)]
    for _ in range(4):
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while not journal.exists() and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(rng.uniform(0.2, 0.45))
        process.send_signal(number)
        process.wait(60)
    assert said(run(journal)) == whole
    rows = [json.loads(line) for line in journal.read_bytes().splitlines()[1:]]
    turns = Counter((r["id"], r["content"]) for r in rows if "content" in r)
    assert set(turns.values()) == {1}
    assert Counter(r["id"] for r in rows if "stop" in r) == Counter(s.id for s in SCENARIOS)


def test_a_line_cut_in_two_is_asked_again(tmp_path):
    whole = said(run(tmp_path / "j"))
    data = (tmp_path / "j").read_bytes()
    for cut in (5, 60, len(data) // 2, len(data) - 3):
        (tmp_path / "j").write_bytes(data[:cut])
        assert said(run(tmp_path / "j")) == whole


def test_two_runs_do_not_share_a_journal(tmp_path):
    async def answer(_):
        from usergap.simulate.running.journal import Journal

        async with Journal(tmp_path / "j", fingerprint="x", created=""):
            return "never"

    with pytest.raises(EnvironmentFailure, match="another run is writing"):
        run(tmp_path / "j", assistant=CallableAssistant(answer, "re"))


def test_settings_that_cannot_be(tmp_path):
    with pytest.raises(InputError, match="concurrency"):
        run(tmp_path / "j", concurrency=0)
    with pytest.raises(InputError, match="found one twice"):
        run(tmp_path / "j", scenarios=[Scenario("a", "x")] * 2)
    with pytest.raises(InputError, match="expected candidates"):
        run(tmp_path / "j", persona=PersonaKind.INFORMED)


def test_a_limit_does_the_first_and_a_run_of_all_resumes_them(tmp_path):
    first = run(tmp_path / "j", limit=3)
    assert [d.id for d in first.dialogues] == ["s0", "s1", "s2"]
    states = []
    whole = run(tmp_path / "j", on_progress=states.append)
    assert whole.dialogues == run(tmp_path / "other").dialogues
    assert (states[0].total, states[0].done) == (len(SCENARIOS), 3)

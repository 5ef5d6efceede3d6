"""From disk to disk: the output is the journal's finished conversations, in order, once."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import read
from usergap.simulate.assistants.function import CallableAssistant
from usergap.simulate.running.runner import finished_to_file, journal_of, run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.stop import StopReason

from ..run_slowly import RULES, SCENARIOS, Drawing, answer, run

ROOT = Path(__file__).resolve().parents[3]


def to_file(output, user=None, scenarios=SCENARIOS, assistant=None, way=run_to_file, **options):
    options = {"rules": RULES, "clock": lambda: "2026-01-01T00:00:00+00:00"} | options
    assistant = assistant or CallableAssistant(answer, "re")
    return asyncio.run(way(scenarios, user or Drawing(), assistant, output=output, **options))


def test_the_file_holds_what_memory_would(tmp_path):
    output = tmp_path / "sims.jsonl"
    made = to_file(output)
    assert made.journal == journal_of(output) == tmp_path / "sims.jsonl.journal"
    assert (made.dialogues, made.empty, made.failed, made.resumed) == (12, 0, {}, 0)
    assert made.stops == {"turn_cap": 12}
    assert made.turns == 48
    assert list(read(output)) == list(run(tmp_path / "other").dialogues)
    first = output.read_bytes()
    again = to_file(output, clock=lambda: "2027-01-01T00:00:00+00:00")
    assert (again.resumed, again.turns) == (12, 0)
    assert output.read_bytes() == first


def test_progress_counts_up_to_the_end(tmp_path):
    told = []
    to_file(tmp_path / "a.jsonl", on_progress=told.append, concurrency=3)
    assert told[0].done == 0
    assert told[0].eta is None
    assert [p.done for p in told] == sorted(p.done for p in told)
    last = told[-1]
    assert (last.done, last.failed, last.total, last.turns, last.eta) == (12, 0, 12, 48, 0.0)
    assert sum(p.eta is not None and p.eta > 0 for p in told) > 5
    told.clear()
    to_file(tmp_path / "a.jsonl", on_progress=told.append)
    assert told == []


def test_what_failed_is_told_and_not_written(tmp_path):
    def broken(conversation):
        if conversation.scenario.id == "s3":
            raise OSError("gone")
        return "yes"

    output = tmp_path / "a.jsonl"
    made = to_file(output, assistant=CallableAssistant(broken, "re"))
    assert made.dialogues == 11
    assert made.failed["s3"].stop is StopReason.ASSISTANT_FAILED
    assert made.failed["s3"].detail == "OSError: gone"
    assert "s3" not in {d.id for d in read(output)}


def test_a_user_who_never_speaks_makes_no_dialogue(tmp_path):
    class Silent(Drawing):
        async def reply(self, conversation):
            return None if conversation.scenario.id == "s0" else "hello"

    made = to_file(tmp_path / "a.jsonl", Silent())
    assert (made.dialogues, made.empty) == (11, 1)


def test_a_cancelled_run_keeps_every_finished_turn_and_writes_what_is_over(tmp_path):
    output = tmp_path / "a.jsonl"
    whole = tmp_path / "whole.jsonl"
    to_file(whole)
    told = []

    async def cancelled():
        running = asyncio.create_task(
            run_to_file(
                SCENARIOS, Drawing(), CallableAssistant(answer, "re"),
                output=output, rules=RULES, concurrency=4,
                clock=lambda: "2026-01-01T00:00:00+00:00", on_progress=told.append,
            )
        )  # fmt: skip
        while not told or told[-1].done < 5:
            await asyncio.sleep(0.005)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(cancelled())
    assert not output.exists()
    part = to_file(output, way=finished_to_file)
    assert 5 <= part.dialogues < 12
    rows = whole.read_text().splitlines()
    assert all(row in rows for row in output.read_text().splitlines())
    asked = []

    class Counting(Drawing):
        async def reply(self, conversation):
            asked.append((conversation.scenario.id, conversation.user_turns))
            return await super().reply(conversation)

    to_file(output, Counting())
    assert output.read_bytes() == whole.read_bytes()
    assert len(asked) <= 48 - told[-1].turns
    assert len(set(asked)) == len(asked)


def test_an_output_that_cannot_be_is_refused_before_anything_is_asked(tmp_path):
    class Mute(Drawing):
        async def reply(self, _):
            raise AssertionError("asked")

    with pytest.raises(InputError, match="expected a name ending in"):
        to_file(tmp_path / "sims.txt", Mute())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_loses_no_finished_turn(tmp_path, monkeypatch):
    output, whole, calls = tmp_path / "a.jsonl", tmp_path / "whole.jsonl", iter(range(10_000))
    to_file(whole)
    write = os.write

    def full(file, data):
        if data.startswith(b'{"id"') and next(calls) == 20:
            write(file, data[:25])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(EnvironmentFailure, match="make room and run again"):
        to_file(output)
    monkeypatch.undo()
    assert journal_of(output).read_bytes().endswith(b"}\n")
    assert to_file(output).turns < 48
    assert output.read_bytes() == whole.read_bytes()


MEASURE = """
import asyncio, resource, sys
from usergap.simulate.loop import Rules
from usergap.simulate.running.runner import run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.assistants.scripted import ScriptedAssistant

class User:
    name, version, family, settings, parents = "u", "1", "rule", {}, ()
    async def reply(self, conversation):
        return f"{conversation.seed} " * 400

scenarios = [Scenario(f"s{i}", "learn how keels work") for i in range(int(sys.argv[1]))]
made = asyncio.run(run_to_file(scenarios, User(), ScriptedAssistant(("so " * 1000,)),
                               output=sys.argv[2], rules=Rules(2, 2)))
assert made.dialogues == len(scenarios)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_what_is_said(tmp_path):
    pytest.importorskip("resource")

    def peak(count):
        command = [sys.executable, "-c", MEASURE, str(count), str(tmp_path / f"{count}.jsonl")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return int(done.stdout) / 1024

    # 1,400 conversations more with 14 kB each are 20 MB of text, three times that as objects
    assert peak(1500) - peak(100) < 10


def test_the_same_seed_gives_the_same_transcripts_whatever_the_order(tmp_path):
    there = [Scenario(f"s{i}", "learn how keels work") for i in range(12)]
    to_file(tmp_path / "a.jsonl", scenarios=there)
    to_file(tmp_path / "b.jsonl", scenarios=there[::-1], concurrency=1)
    said = [
        {d.id: [m.content for m in d.messages] for d in read(tmp_path / f"{x}.jsonl")} for x in "ab"
    ]
    assert said[0] == said[1]
    to_file(tmp_path / "c.jsonl", scenarios=there, seed=1)
    other = {d.id: [m.content for m in d.messages] for d in read(tmp_path / "c.jsonl")}
    assert all(other[name] != said[0][name] for name in other)

"""Runs over real HTTP against the scripted server in a process of its own."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from benchmarks.simulate import EXCHANGES, IN_FLIGHT, server, simulated, worker

from usergap.llm import Client, Endpoint
from usergap.simulate.assistants.chat import ChatAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.model import EndpointModel
from usergap.simulate.running.runner import run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.chat import ChatUser
from usergap.testing import FakeServer, Reply

ROOT = Path(__file__).resolve().parents[3]


def test_refusals_lose_nothing_and_slots_are_lent(tmp_path):
    with server("--share-429", "0.3", latency=0.01) as url:
        made = asyncio.run(simulated(url, tmp_path / "a.jsonl", 16, 3, 4))
        from benchmarks.llm import stats

        told = stats(url)
    assert (made.dialogues, made.failed) == (16, {})
    assert told["statuses"]["200"] == 16 * 3 * 2
    assert told["statuses"]["429"] > 10
    assert told["peak_in_flight"] <= 4


def until(holds, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.005)


def test_killed_at_random_moments_nothing_is_lost_or_doubled(tmp_path):
    """Each run gets fewer answers than it needs, and is killed on the way to the last of them."""
    rng, conversations = random.Random(3), 40
    calls = conversations * EXCHANGES * 2
    output = tmp_path / "a.jsonl"
    journal = output.with_name("a.jsonl.journal")
    free = 0

    def script(call) -> Reply | str:
        return Reply.hang() if call.number >= free else f"Keel {call.number} it is."

    with FakeServer(script, latency=0.03, jitter=0.02) as fake:
        command = worker(fake.url, output, str(conversations), str(EXCHANGES), str(IN_FLIGHT))
        kills = 5
        for _ in range(kills):
            before = sum(call.answered for call in fake.calls)
            enough = before + rng.randint(1, 50)
            free = fake.requests + 75
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
                until(lambda: sum(call.answered for call in fake.calls) >= enough)  # noqa: B023
                process.send_signal(signal.SIGKILL)
                assert process.wait(60) == -signal.SIGKILL
        free = 10 * calls
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT, timeout=300)
        again = sum(call.answered for call in fake.calls) - calls
    assert 0 <= again <= kills * IN_FLIGHT
    rows = [json.loads(line) for line in output.read_bytes().splitlines()]
    assert [row["id"] for row in rows] == [f"s{i}" for i in range(conversations)]
    assert {len(row["messages"]) for row in rows} == {2 * EXCHANGES}
    kept = [json.loads(line) for line in journal.read_bytes().splitlines()[1:]]
    turns = Counter((row["id"], row["role"]) for row in kept if "role" in row)
    assert set(turns.values()) == {EXCHANGES}


def test_the_same_seed_and_cache_give_the_same_transcripts(tmp_path):
    number = iter(range(10_000))

    def say(_call):
        return Reply(text=f"answer {next(number)}")

    async def once(url, output):
        client = Client(Endpoint(url, "fake"), cache=tmp_path / "answers.sqlite")
        scenarios = [Scenario(f"s{i}", f"learn how keel {i} works") for i in range(8)]
        async with client:
            model = EndpointModel(client)
            await run_to_file(
                scenarios, ChatUser(model), ChatAssistant(model), output=output,
                rules=Rules(2, 2), clock=lambda: "2026-01-01T00:00:00+00:00",
            )  # fmt: skip

    with FakeServer(say) as fake:
        asyncio.run(once(fake.url, tmp_path / "a.jsonl"))
        calls = fake.requests
        asyncio.run(once(fake.url, tmp_path / "b.jsonl"))
        assert fake.requests == calls == 8 * 2 * 2
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()

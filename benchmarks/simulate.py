"""Simulated conversations against the scripted server in a process of its own, on loopback.

Run: python -m benchmarks.simulate [--runs 7] [--kills 20] [--many 10000] [-o TABLE.md]

40 conversations of 5 exchanges, two models, 50 ms a call, 20 in flight: 1.0 s is the floor.
The journal is on and every turn is synced to disk before the next is asked for. The
hand-written loop beside it makes the same calls with aiohttp alone, keeps nothing, and
takes turns with ours, so that their ratio holds on a busy machine. Seconds are by the
clock, medians. ``chrt -f 5 python -m benchmarks.simulate`` keeps a shared machine's other
work out of the measurement; the last line says how the processes were scheduled.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.llm import stats
from usergap.llm import Client, Endpoint, Policy
from usergap.simulate.assistants.chat import ChatAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.model import EndpointModel
from usergap.simulate.running.runner import Summary, run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.chat import ChatUser

CONVERSATIONS, EXCHANGES, IN_FLIGHT, LATENCY = 40, 5, 20, 0.05
CALLS = CONVERSATIONS * EXCHANGES * 2
FLOOR = CALLS / IN_FLIGHT * LATENCY
SAYS = "That depends on what you have tried so far and on how much time there is for it. " * 3


@contextmanager
def server(*options: str, latency: float = LATENCY) -> Iterator[str]:
    """The fake server's base URL; stopped at the end."""
    command = [sys.executable, "-m", "usergap.testing.serve", "--latency", str(latency), *options]
    process = subprocess.Popen([*command, "--say", SAYS], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


async def simulated(
    url: str, output: Path, conversations: int, exchanges: int, in_flight: int
) -> Summary:
    """One run, two models behind one client."""
    scenarios = [
        Scenario(f"s{i}", f"learn how keel number {i} works") for i in range(conversations)
    ]
    policy = Policy(max_in_flight=in_flight)
    async with Client(Endpoint(url, "fake"), cache=None, policy=policy, seed=0) as client:
        model = EndpointModel(client)
        return await run_to_file(
            scenarios,
            ChatUser(model),
            ChatAssistant(model),
            output=output,
            rules=Rules(min_turns=exchanges, max_turns=exchanges),
            concurrency=in_flight,
        )


async def by_hand(url: str) -> None:
    """The same calls, as one writes them down in ten minutes: nothing kept, nothing retried."""
    import aiohttp

    left = iter(range(CONVERSATIONS))

    async def say(session: aiohttp.ClientSession, messages: list[dict[str, str]]) -> str:
        body = {"model": "fake", "messages": messages}
        async with session.post(url + "/chat/completions", json=body) as response:
            return str((await response.json())["choices"][0]["message"]["content"])

    async def work(session: aiohttp.ClientSession) -> None:
        for number in left:
            system = {"role": "system", "content": f"You want to learn how keel {number} works."}
            said: list[str] = []
            for _ in range(2 * EXCHANGES):
                mine = len(said) % 2
                turns = [
                    {"role": "user" if (place + mine) % 2 else "assistant", "content": text}
                    for place, text in enumerate(said)
                ]
                said.append(await say(session, turns if mine else [system, *turns]))

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(work(session) for _ in range(IN_FLIGHT)))


def timed(url: str, runs: int) -> tuple[list[float], list[float], int]:
    """Seconds of ours and of the hand-written loop, by turns, and the fewest dialogues kept."""
    ours: list[float] = []
    hand: list[float] = []
    kept = CONVERSATIONS
    for number in range(runs + 1):  # the first opens files and sockets for both
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            output = Path(folder) / "sims.jsonl"
            made = asyncio.run(simulated(url, output, CONVERSATIONS, EXCHANGES, IN_FLIGHT))
            took = time.perf_counter() - began
        kept = min(kept, made.dialogues)
        if number:
            ours.append(took)
    for number in range(runs + 1):
        began = time.perf_counter()
        try:
            asyncio.run(by_hand(url))
        except KeyError:  # a refusal is no answer: the loop by hand knows no way on
            break
        if number:
            hand.append(time.perf_counter() - began)
    return ours, hand, kept


def worker(url: str, output: Path, *more: str) -> list[str]:
    """The command of a run in a process of its own."""
    return [sys.executable, "-m", "benchmarks.simulate", "--worker", url, str(output), *more]


def many(conversations: int) -> tuple[int, float, float]:
    """Dialogues, peak memory in MiB and conversations per second of one large run."""
    with server(latency=0.0) as url, tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "sims.jsonl"
        command = worker(url, output, str(conversations), "2", "50")
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        found = json.loads(done.stdout)
        lines = output.read_bytes().count(b"\n")
    return lines, found["peak"], conversations / found["elapsed"]


def killed(kills: int) -> tuple[int, int, int, int]:
    """Kills a run ``kills`` times, each in its own place, and resumes each.

    Gives the dialogues that were not complete (of all), the most calls that one kill cost
    above the least possible, the rows that were doubled, and the kills that hit a run.
    """
    rng = random.Random(0)
    incomplete = doubled = hit = most = 0
    with server() as url:
        for _ in range(kills):
            with tempfile.TemporaryDirectory() as folder:
                output = Path(folder) / "sims.jsonl"
                command = worker(url, output, str(CONVERSATIONS), str(EXCHANGES), str(IN_FLIGHT))
                before = answered(url)
                first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
                journal = output.with_name(output.name + ".journal")
                while not journal.exists() and first.poll() is None:
                    time.sleep(0.001)
                time.sleep(rng.uniform(0.0, 1.1))
                first.send_signal(signal.SIGKILL)
                hit += first.wait() == -signal.SIGKILL
                time.sleep(2 * LATENCY)
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
                most = max(most, answered(url) - before - CALLS)
                rows = [json.loads(line) for line in output.read_bytes().splitlines()]
                complete = sum(len(row["messages"]) == 2 * EXCHANGES for row in rows)
                incomplete += CONVERSATIONS - complete
                turns = Counter(
                    (row["id"], row["role"])
                    for row in map(json.loads, journal.read_bytes().splitlines()[1:])
                    if "role" in row
                )
                doubled += sum(max(0, count - EXCHANGES) for count in turns.values())
    return incomplete, most, doubled, hit


def answered(url: str) -> int:
    """Calls that the server answered so far."""
    return int(stats(url)["statuses"].get("200", 0))


def measured(options: argparse.Namespace) -> Iterator[tuple[str, str, str, bool]]:
    """The table's rows: what, bar, figure, whether it is met."""
    name = f"{CONVERSATIONS} conversations of {EXCHANGES} exchanges, 50 ms, 20 in flight"
    with server() as url:
        ours, hand, kept = timed(url, options.runs)
    ours_s, hand_s = statistics.median(ours), statistics.median(hand)
    yield name, "1.2 s", told(ours), ours_s <= 1.2 and kept == CONVERSATIONS
    yield "the same calls by a hand-written loop", "", told(hand), True
    yield "ratio of the two", "", f"{ours_s / hand_s:.2f}", True
    with server("--share-429", "0.2") as url:
        ours, _, kept = timed(url, options.runs)
    figure = f"{told(ours)}, {kept} of {CONVERSATIONS} kept"
    met = statistics.median(ours) <= 2.2 and kept == CONVERSATIONS
    yield "with 20 % random 429, no Retry-After", "2.2 s, all kept", figure, met
    if options.kills:
        incomplete, most, doubled, hit = killed(options.kills)
        figure = f"{incomplete} incomplete, {doubled} doubled, at most {most} calls made again"
        met = incomplete == doubled == 0 and most <= IN_FLIGHT
        bar = f"0, 0, {IN_FLIGHT}"
        yield f"kill -9 at {hit} random moments, then resumed", bar, figure, met
    if options.many:
        small = options.many // 10
        _, least, _ = many(small)
        lines, peak, speed = many(options.many)
        grown = f"{peak:.0f} MiB, {peak - least:+.0f} MiB to {small:,}"
        met = lines == options.many and peak <= 1.25 * least
        yield f"{options.many:,} conversations of 2 exchanges: peak memory", "flat", grown, met
        yield "the same: conversations per second", "", f"{speed:.0f}", True


def told(seconds: list[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


def scheduled() -> str:
    """How this process is scheduled, where the system tells."""
    if not hasattr(os, "sched_getscheduler"):
        return "not known"
    real_time = os.sched_getscheduler(0) in (os.SCHED_FIFO, os.SCHED_RR)
    return "real-time (chrt)" if real_time else "as everything else"


def main() -> None:
    """Prints the table, and writes it where ``-o`` says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--kills", type=int, default=20, help="0: none")
    parser.add_argument("--many", type=int, default=10_000, help="0: leave out")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--worker", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        url, output, *numbers = options.worker
        made = asyncio.run(simulated(url, Path(output), *map(int, numbers)))
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"elapsed": made.elapsed, "peak": peak}))
        return
    lines = ["| what | bar | figure | |", "|---|---|---|---|"]
    print(*lines, sep="\n")
    for what, bar, figure, met in measured(options):
        lines.append(
            f"| {what} | {bar} | {figure} | {('met' if met else 'MISSED') if bar else ''} |"
        )
        print(lines[-1], flush=True)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    lines += ["", f"{os.cpu_count()} cores{load}; scheduled {scheduled()}; floor {FLOOR:.1f} s"]
    print(*lines[-2:], sep="\n")
    if options.output:
        options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

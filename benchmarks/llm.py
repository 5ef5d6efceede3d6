"""The model client against the scripted server in a process of its own, on loopback.

    python benchmarks/llm.py [--rounds N]

Prints seconds and ratios to the floor: 400 calls of 50 ms, 20 in flight = 1.0 s.
Cache and fsync are on. ``bare aiohttp`` is the same load without client, cache,
and accounting: what this machine gives at this moment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from usergap.llm import Client, Endpoint, Request, Result

CALLS, IN_FLIGHT, LATENCY = 400, 20, 0.05
FLOOR = CALLS / IN_FLIGHT * LATENCY


@contextmanager
def server(*options: str) -> Iterator[str]:
    """The fake server's base URL; stopped at the end."""
    command = [sys.executable, "-m", "usergap.testing.serve", "--latency", str(LATENCY), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def stats(url: str) -> dict[str, Any]:
    """The server's counts."""
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats") as response:
        return dict(json.load(response))


async def answer(url: str, cache: Path, calls: int, *, tell: bool = False) -> list[Result]:
    """All calls; with ``tell`` each answered one is named on stdout when it is reported."""
    requests = [Request.of(f"Question {i}") for i in range(calls)]
    async with Client(Endpoint(url, "fake"), cache=cache) as client:
        if not tell:
            return await client.run(requests)
        results = []
        async for number, result in client.stream(requests):
            assert result.ok, result
            os.write(1, f"{number} {result.ending}\n".encode())
            results.append(result)
        return results


async def bare(url: str) -> None:
    """The same requests on aiohttp alone."""
    import aiohttp

    body = {"model": "fake", "messages": [{"role": "user", "content": "Question"}]}
    left = iter(range(CALLS))

    async def work(session: aiohttp.ClientSession) -> None:
        for _ in left:
            async with session.post(url + "/chat/completions", json=body) as response:
                await response.json()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(work(session) for _ in range(IN_FLIGHT)))


def timed(url: str, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of ours and of bare aiohttp, taken by turns."""
    ours, raw = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            results = asyncio.run(answer(url, Path(folder) / "answers.sqlite", CALLS))
            ours.append(time.perf_counter() - began)
            assert all(result.ok for result in results), "a call was lost"
        began = time.perf_counter()
        asyncio.run(bare(url))
        raw.append(time.perf_counter() - began)
    return ours, raw


def show(name: str, seconds: list[float], bar: float | None = None) -> None:
    """One line: median, least, most, ratio of the median to the floor."""
    middle = statistics.median(seconds)
    told = f"{name:<28} median {middle:.3f} s, {min(seconds):.3f}–{max(seconds):.3f}"
    ratio = f"{middle / FLOOR:.2f}x the floor of {FLOOR:.1f} s"
    print(f"{told}; {ratio}" + ("" if bar is None else f" (bar {bar}x)"))


def retry_after() -> None:
    """The pause that the endpoint asks for is kept by every call."""
    from usergap.testing import FakeServer, Reply

    script: list[Reply | str] = [*["ok"] * 10, Reply.rate_limited(2), *["ok"] * 40]
    with FakeServer(script, latency=LATENCY) as fake, tempfile.TemporaryDirectory() as folder:
        asyncio.run(answer(fake.url, Path(folder) / "answers.sqlite", 50))
        told = next(c.at for c in fake.calls if c.status == 429) + LATENCY
        early = [c for c in fake.calls if told + 0.02 < c.at < told + 2.0]
        print(f"Retry-After: 2               {len(early)} requests sent within the 2 s (bar 0)")


def killed() -> None:
    """kill -9 in the middle, then the same again."""
    with server() as url, tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "answers.sqlite")
        command = [sys.executable, __file__, "--worker", url, cache]
        first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert first.stdout is not None
        lines = [next(first.stdout) for _ in range(CALLS // 2)]
        first.send_signal(signal.SIGKILL)
        lines += list(first.stdout)
        first.wait()
        time.sleep(4 * LATENCY)
        second = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        after = stats(url)
        reported = {int(line.split()[0]) for line in lines}
        endings = dict(line.split() for line in second.stdout.splitlines())
        again = after["requests"] - CALLS
        lost = CALLS - sum(ending in {"answered", "cached"} for ending in endings.values())
        resent = sum(endings[str(number)] != "cached" for number in reported)
        print(
            f"kill -9 and resume           {len(reported)} reported before, {resent} of them sent "
            f"again (bar 0), {lost} lost (bar 0); {again} unfinished at the kill sent again"
        )


def main() -> None:
    """Runs all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worker", nargs=2, metavar=("URL", "CACHE"))
    options = parser.parse_args()
    if options.worker:
        url, cache = options.worker
        asyncio.run(answer(url, Path(cache), CALLS, tell=True))
        return
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with server() as url:
        ours, raw = timed(url, options.rounds)
    show("50 ms a call", ours, 1.15)
    show("  bare aiohttp", raw)
    with server("--share-429", "0.2") as url:
        ours, _ = timed(url, options.rounds)
    show("20 % random 429", ours, 2.2)
    retry_after()
    killed()


if __name__ == "__main__":
    main()

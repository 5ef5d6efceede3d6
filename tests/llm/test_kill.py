"""kill -9 in the middle of a run, with real processes; then the same run again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CALLS = 200
WORKER = """
import asyncio, os, sys
from pathlib import Path
from usergap.llm import Client, Endpoint, Request

async def main():
    requests = [Request.of(f"Question {i}") for i in range(int(sys.argv[3]))]
    async with Client(Endpoint(sys.argv[1], "m"), cache=Path(sys.argv[2])) as client:
        async for number, result in client.stream(requests):
            assert result.ok, result
            os.write(1, f"{number} {result.ending}\\n".encode())

asyncio.run(main())
"""


def stats(url: str) -> dict:
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats", timeout=10) as response:
        return json.load(response)


def test_kill_and_resume_repeats_no_answered_call_and_loses_none(tmp_path: Path):
    serve = [sys.executable, "-m", "usergap.testing.serve", "--latency", "0.02", "--jitter", "0.01"]
    server = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        command = [sys.executable, "-c", WORKER, url, str(tmp_path / "c"), str(CALLS)]
        reported: list[str] = []
        for at in (40, 80):  # killed twice
            worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            lines = [next(worker.stdout) for _ in range(at)]
            worker.send_signal(signal.SIGKILL)
            lines += list(worker.stdout)
            worker.wait(10)
            worker.stdout.close()
            assert worker.returncode == -signal.SIGKILL
            reported += [line.split()[0] for line in lines if line.endswith("answered\n")]
            time.sleep(0.1)
        assert len(set(reported)) == len(reported)  # the second run asked none of the first's
        before = stats(url)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        after = stats(url)
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()
    ended = [line.split() for line in done.stdout.splitlines()]
    assert sorted(int(number) for number, _ in ended) == list(range(CALLS))  # none lost
    cached = {number for number, ending in ended if ending == "cached"}
    assert cached >= set(reported)  # none repeated
    assert len(after["answers"]) == CALLS
    assert after["requests"] - before["requests"] == CALLS - len(cached)
    # At each kill at most 20 calls in flight and 2 on their way to the disk were unfinished.
    assert after["requests"] <= CALLS + 2 * 22

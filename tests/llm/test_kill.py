"""kill -9 in the middle of a run, with real processes; then the same run again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from usergap.testing import FakeServer, Reply

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


def requests_once_all_arrived(server: FakeServer) -> int:
    """The count, when what a killed process had sent is read as well."""
    before = -1
    while server.requests != before:
        before = server.requests
        time.sleep(0.3)
    return before


def test_kill_and_resume_repeats_no_answered_call_and_loses_none(tmp_path: Path):
    free = 0

    def script(call):  # no more than so many answers, so that a run cannot end before its kill
        return Reply.hang() if call.number >= free else "ok"

    with FakeServer(script, latency=0.02, jitter=0.01) as server:
        command = [sys.executable, "-c", WORKER, server.url, str(tmp_path / "c"), str(CALLS)]
        reported: list[str] = []
        for at in (40, 80):  # killed twice
            free = server.requests + 60
            worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            lines = [next(worker.stdout) for _ in range(at)]
            worker.send_signal(signal.SIGKILL)
            lines += list(worker.stdout)
            worker.wait(60)
            worker.stdout.close()
            assert worker.returncode == -signal.SIGKILL
            reported += [line.split()[0] for line in lines if line.endswith("answered\n")]
            before = requests_once_all_arrived(server)
        assert len(set(reported)) == len(reported)  # the second run asked none of the first's
        free = CALLS * 10
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    ended = [line.split() for line in done.stdout.splitlines()]
    assert sorted(int(number) for number, _ in ended) == list(range(CALLS))  # none lost
    cached = {number for number, ending in ended if ending == "cached"}
    assert cached >= set(reported)  # none repeated
    assert len(server.answers) == CALLS
    assert server.requests - before == CALLS - len(cached)
    # At each kill at most 20 calls in flight and 2 on their way to the disk were unfinished.
    assert server.requests <= CALLS + 2 * 22

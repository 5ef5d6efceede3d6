"""Ctrl-C in a real process: what was reported is kept, and the run can be resumed."""

from __future__ import annotations

import signal
import subprocess
import sys

from usergap.llm import Cache
from usergap.testing import FakeServer, Reply

from .calls import ask_all, prompts

WORKER = """
import os, signal, sys
from pathlib import Path
from usergap.llm import Endpoint, Request, ask

signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    ask(Endpoint(sys.argv[1], "fake"), [Request.of(f"Question {i}") for i in range(100)],
        cache=Path(sys.argv[2]), on_progress=lambda p: os.write(1, b"%d\\n" % p.done))
except KeyboardInterrupt:
    raise SystemExit(130)
"""


def test_an_interrupted_run_keeps_what_it_reported(tmp_path):
    free = 60  # answers, and then none until the run was interrupted: it cannot end before

    def script(call):
        return Reply.hang() if call.number >= free else "ok"

    with FakeServer(script, latency=0.03) as server:
        command = [sys.executable, "-c", WORKER, server.url, str(tmp_path / "c")]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        lines = [next(worker.stdout) for _ in range(30)]
        worker.send_signal(signal.SIGINT)
        lines += list(worker.stdout)
        assert worker.wait(60) == 130
        worker.stdout.close()
        cache = Cache(tmp_path / "c")
        kept = len(cache)
        cache.close()
        assert len(lines) <= kept < 100
        free = 1000
        again = ask_all(server, prompts(100), cache=tmp_path / "c")
        assert sum(r.cached for r in again) == kept

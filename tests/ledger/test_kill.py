"""kill -9 in the middle of writing: nothing lost that was reported, nothing doubled.

``benchmarks/ledger.py --kills 50`` does the same fifty times.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tests.ledger.samples import dialogue, names
from usergap.ledger import Ledger, verify

ROOT = Path(__file__).resolve().parents[2]


def killed_after(seconds: float, path: Path, first: int, count: int) -> int:
    """Run a writer, kill it, and return the last number that it reported."""
    command = [sys.executable, "-m", "tests.ledger.writer", str(path), str(first), str(count), "7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        line = writer.stdout.readline()  # it has begun
        time.sleep(seconds)
        writer.kill()
        told = [int(each) for each in (line + writer.stdout.read()).splitlines(keepends=True)
                if each.endswith("\n")]  # fmt: skip
    return max(told, default=first - 1)


def test_a_killed_writer_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    path, luck, safe = tmp_path / "l", random.Random(5), 0
    for _ in range(4):
        told = killed_after(luck.uniform(0, 0.15), path, safe + 1, 4000)
        with Ledger(path) as ledger:
            assert verify(ledger).whole
        found = list(names(path))
        assert len(found) == len(set(found))
        assert {f"d{number}" for number in range(1, told + 1)} <= set(found)
        assert len(found) >= told
        safe = len(found)  # a batch may have been written and not yet reported
    with Ledger(path) as ledger:  # the same again adds only what was not there
        again = ledger.add([dialogue(f"d{number}") for number in range(1, safe + 11)])
        assert (again.added, again.known) == (10, safe)
        assert verify(ledger).whole

"""The ledger's speed, memory, and what kill -9 does to it.

Run: python -m benchmarks.ledger [-n 1000000] [--kills 50] [--from-file]

Adds n made samples (two messages, eight tags), adds them again, iterates, counts, verifies,
and prints samples a second, seconds, the file's size and the peak memory of the process.
``--from-file`` also goes the whole way of the command, JSONL to ledger with a process that reads
and one that writes, and holds the busier one to the same bar. ``--kills`` kills a
writing process so many times at random moments and checks after each that nothing that it
reported is lost and nothing is doubled. Bars are judged by CPU time (user + system) of a
process, which on an idle machine (with a core for each) is what the clock shows; the clock is
printed beside, and what making, spelling and hashing alone cost. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.formats.ahead import stream_ahead
from usergap.formats.write import record
from usergap.ledger import Ledger, verify
from usergap.ledger.tallies import overview

ADD_BAR, VERIFY_BAR = 20_000, 60.0
EACH = 25
"""Dialogues in one call of the writer that is killed."""


def made(count: int, first: int = 0) -> Iterator[Dialogue]:
    """Dialogues that differ, with the tags of a simulated sample."""
    for number in range(first, first + count):
        yield Dialogue(
            f"d{number}",
            (
                Message("user", f"The keel of boat {number} leaks since we hit a rock, what now?"),
                Message("assistant", "First pump the water out, then look for the crack inside."),
            ),
            provenance=Provenance(
                "synthetic", "simulation", "markov", "1", seed=number, created="2026-01-02",
                domain="sea", licence="CC0-1.0",
            ),
        )  # fmt: skip


def timed(what: str, count: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of a piece of work; its rate by the clock and by CPU time is printed."""
    start, used = time.perf_counter(), time.process_time()
    found = work()
    seconds, used = time.perf_counter() - start, time.process_time() - used
    print(f"{what:<26}{seconds:>7.1f} s {count / seconds:>9,.0f}/s {count / used:>9,.0f}/s CPU")
    return used, found


def unit(count: int) -> None:
    """What any record of n dialogues must do at the least: make them, one JSON, one hash."""
    for dialogue in made(count):
        said = [[message.role, message.content] for message in dialogue.messages]
        sha256(json.dumps(said).encode()).digest()


def speed(count: int, folder: Path, *, from_file: bool) -> bool:
    """Print the figures; whether both bars are met."""
    path = folder / "speed.ledger"
    timed("make, spell, hash (unit)", count, lambda: unit(count))
    with Ledger(path, make=True) as ledger:
        adding, done = timed("add", count, lambda: ledger.add(made(count)))
        timed("add again (all known)", count, lambda: ledger.add(made(count)))
        timed("iterate rows", count, lambda: sum(1 for _ in ledger.rows()))
        timed("show", count, lambda: overview(ledger))
        verifying, found = timed("verify", count, lambda: verify(ledger))
    assert found.whole, found
    assert found.entries == done.added == count
    print(f"file: {path.stat().st_size / count:.0f} bytes a sample")
    if from_file:
        adding = max(adding, _from_file(count, folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MB")
    met = count / adding >= ADD_BAR and verifying * (1_000_000 / count) <= VERIFY_BAR
    bars = f"add {ADD_BAR:,}/s, verify a million in {VERIFY_BAR:.0f} s, by CPU time"
    print(f"bars ({bars}): {'met' if met else 'MISSED'}")
    return met


def _from_file(count: int, folder: Path) -> float:
    """CPU seconds from JSONL to ledger of the busier of two processes, as in the command."""
    source = folder / "chats.jsonl"
    with source.open("w") as file:
        file.writelines(json.dumps(record(dialogue)) + "\n" for dialogue in made(count))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def work() -> None:
        with Ledger(folder / "file.ledger", make=True) as ledger:
            for name, dialogues in stream_ahead(source):
                ledger.add(dialogues, file=name)

    adding, _ = timed("read JSONL and add", count, work)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reading = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{'  its reading process':<36}{count / reading:>19,.0f}/s CPU")
    print(f"  peak memory of the reading process: {after.ru_maxrss / 1024:.0f} MB")
    return max(adding, reading)


def write(path: str, first: int) -> None:
    """The process that is killed: adds for ever and says what is safe."""
    with Ledger(path, make=True) as ledger:
        while True:
            ledger.add(made(EACH, first))
            first += EACH
            print(first, flush=True)


def kills(times: int, folder: Path, seed: int = 0) -> bool:
    """Kill a writer again and again; whether nothing was lost or doubled."""
    path, luck, lost, doubled, broken = folder / "kills.ledger", random.Random(seed), 0, 0, 0
    first = unreported = 0
    for _ in range(times):
        command = [sys.executable, "-m", "benchmarks.ledger", "--write", str(path), str(first)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            begun = writer.stdout.readline()
            time.sleep(luck.uniform(0, 0.1))
            writer.kill()
            told = [
                line for line in (begun + writer.stdout.read()).splitlines(True) if "\n" in line
            ]
        reported = int(told[-1]) if told else first
        with Ledger(path) as ledger:
            broken += not verify(ledger).whole
            names = [row.dialogue for row in ledger.rows()]
        lost += len({f"d{number}" for number in range(reported)} - set(names))
        doubled += len(names) - len(set(names))
        unreported += len(names) > reported
        first = len(names)
    print(f"{times} kills, {first:,} samples, {unreported} killed between commit and report:")
    print(f"{lost} lost, {doubled} doubled, {broken} ledgers broken")
    return not (lost or doubled or broken)


def main() -> int:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("-n", type=int, default=200_000, help="samples")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--from-file", action="store_true")
    parser.add_argument("--write", nargs=2, metavar=("PATH", "FIRST"), help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.write:
        write(told.write[0], int(told.write[1]))
    with tempfile.TemporaryDirectory() as folder:
        met = speed(told.n, Path(folder), from_file=told.from_file) if told.n else True
        safe = kills(told.kills, Path(folder))
    return 0 if met and safe else 1


if __name__ == "__main__":
    raise SystemExit(main())

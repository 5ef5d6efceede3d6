"""The line while conversations run, and the table after."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from usergap.cli.simulate_progress import clock, conversations_bar, told
from usergap.cli.simulate_summary import failures, rows
from usergap.llm import Spent
from usergap.simulate.running.progress import Progress
from usergap.simulate.running.run import Failure
from usergap.simulate.running.runner import Summary
from usergap.simulate.stop import StopReason

STATE = Progress(done=12, failed=1, total=40, turns=103, elapsed=9.0, eta=41.2)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_line_tells_turns_time_left_failures_and_money():
    assert told(STATE, Spent(money=0.01234)) == "103 turns, 0:41 left, 1 failed, cost 0.0123"
    begun = Progress(done=0, failed=0, total=40, turns=0, elapsed=0.0, eta=None)
    assert told(begun, Spent()) == "0 turns"
    assert told(begun, Spent(money=None)) == "0 turns"


def test_a_clock_has_hours_only_where_there_are_any():
    assert [clock(seconds) for seconds in (0.4, 59.6, 3599, 3661)] == [
        "0:00", "1:00", "59:59", "1:01:01",
    ]  # fmt: skip


def test_a_bar_is_drawn_only_where_somebody_watches(monkeypatch):
    monkeypatch.setattr(sys, "stderr", quiet := io.StringIO())
    with conversations_bar() as show:
        show(STATE, Spent())
    assert quiet.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", watched := Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    with conversations_bar() as show:
        show(STATE, Spent(money=0.5))
    assert "13/40" in watched.getvalue()
    assert "103 turns, 0:41 left, 1 failed, cost 0.5000" in watched.getvalue()


def summary(**more):
    found = {
        "output": Path("x.jsonl"), "journal": Path("x.jsonl.journal"), "dialogues": 37,
        "empty": 1, "stops": {"turn_cap": 6, "user_ended": 31}, "interventions": {},
        "failed": {}, "resumed": 0, "turns": 213, "elapsed": 41.0,
    }  # fmt: skip
    return Summary(**(found | more))


def test_the_table_tells_what_came_of_it():
    failed = {
        "s1": Failure(StopReason.USER_FAILED, "no"),
        "s2": Failure(StopReason.USER_FAILED, "no"),
    }
    told = rows(summary(failed=failed), Spent(7, 10, 20, 0.5, 2))
    assert told == [
        ("conversations", "37 of 40"),
        ("user turns", "213 in 0:41, by this run"),
        ("stopped by", "user ended 31, turn cap 6"),
        ("drawn again", "none"),
        ("left out", "1 in which the user said nothing"),
        ("failed", "2\ns1, s2: user failed: no"),
        ("calls", "7, 10 + 20 tokens"),
        ("cost", "0.5000"),
        ("", "2 calls may have been billed without saying so"),
        ("file", "x.jsonl"),
        ("journal", "x.jsonl.journal"),
    ]
    names = [name for name, _ in rows(summary(turns=0, resumed=37), None)]
    assert "calls" not in names
    assert "user turns" not in names


def test_many_failures_are_named_in_part():
    many = {f"s{i}": Failure(StopReason.USER_FAILED, "same") for i in range(8)}
    assert failures(many) == "8\ns0, s1, s2, s3, s4 and 3 more: user failed: same"
    kinds = {f"s{i}": Failure(StopReason.ASSISTANT_FAILED, f"other {i}") for i in range(7)}
    assert failures(kinds).endswith("\nand 2 reasons more")

"""The table beside other packages: what it says of rows behind, and of peers not there."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from benchmarks.peers import environments
from benchmarks.peers.environments import Unavailable, interpreter, ran
from benchmarks.peers.tasks import PEERS, Peer, Task, page

SORT = Task("sort a list", "sort", "sort", "it sorts twice")
SUM = Task("sum a list", "sum", "sum")
FAST, SLOW = Peer("fast", ("fast",), (SORT, SUM), "1.0"), Peer("slow", ("slow",), (SORT,), "2.0")


def lines(rows, missing=()):
    return page(rows, missing, "two lists", compiled=True).splitlines()


def test_a_row_behind_is_named_with_its_reason():
    found = lines([(FAST, SORT, 0.2, 0.1), (FAST, SUM, 0.2, 0.1), (SLOW, SORT, 0.2, 0.5)])
    assert "| fast 1.0 | sort a list | 200 ms | 100 ms | 0.5 | it sorts twice |" in found
    assert found[-4:] == [
        "usergap takes more than:",
        "",
        "- fast, sort a list: it sorts twice",
        "- fast, sum a list: nothing differs",
    ]


def test_without_a_row_behind_the_closest_is_named():
    found = lines([(FAST, SUM, 0.1, 0.107), (SLOW, SORT, 0.2, 0.5)])
    assert found[-1] == "usergap takes less in every row; the closest is fast, sum a list: 1.07."


def test_a_peer_that_is_not_there_is_named_with_its_reason():
    found = lines([(SLOW, SORT, 0.2, 0.5)], [(FAST, "not installed within 1 s")])
    assert "- fast: not installed within 1 s" in found


def test_every_peer_has_a_side_and_tasks():
    sides = Path(environments.__file__).parent / "sides"
    for peer in PEERS:
        assert peer.tasks
        side = (sides / f"with_{peer.name.lower().replace('-', '_')}.py").read_text()
        assert all(f'"{task.theirs}"' in side for task in peer.tasks)
        assert all(f'"{task.ours}"' in (sides / "ours.py").read_text() for task in peer.tasks)


def test_an_environment_is_kept_until_its_needs_change(tmp_path, monkeypatch):
    asked = []

    def install(command, **_):
        asked.append(command[6:])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(venv, "create", lambda home, **_: home.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(environments.subprocess, "run", install)
    for needs in (("a",), ("a",), ("a", "b")):
        interpreter(tmp_path, "peer", needs, 1.0)
    assert asked == [["a"], ["a", "b"]]


def test_what_pip_says_last_is_the_reason(tmp_path, monkeypatch):
    told = "ERROR: one\nWARNING: two\nERROR: no space left\n"
    monkeypatch.setattr(venv, "create", lambda home, **_: home.mkdir(parents=True, exist_ok=True))
    ended = subprocess.CompletedProcess([], 1, "", told)
    monkeypatch.setattr(environments.subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(Unavailable, match=r"^pip: ERROR: no space left$"):
        interpreter(tmp_path, "peer", ("a",), 1.0)


STARTING = """import os, subprocess, sys
raise SystemExit(subprocess.call(sys.argv[1:], env=os.environ | {"TOLD": "yes"}))
"""
SIDE = """import os, sys
print("loading")
print(os.environ["TOLD"], *sys.argv[1:])
"""


def test_a_side_is_started_by_the_command_given_and_its_last_line_read(tmp_path):
    script, starting, python = tmp_path / "side.py", tmp_path / "start.py", Path(sys.executable)
    script.write_text(SIDE)
    starting.write_text(STARTING)
    before = (sys.executable, str(starting))
    assert ran(python, script, "a", "b", seconds=60, before=before) == "yes a b"
    script.write_text("raise ValueError('not today')\n")
    with pytest.raises(Unavailable, match="failed: ValueError: not today"):
        ran(python, script, seconds=60)

"""A distribution that brings simulators, assistants and controls of its own, in a real process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from usergap.formats import read

CODE = """
from usergap.simulate.steering.control import NOTHING, Guidance
from usergap.simulate.kind import Kind

class Sailor:
    name, version, family, settings = "sailor", "7", "rule", {"kind": "sailor"}
    parents = ()
    async def reply(self, conversation):
        return f"ahoy {conversation.user_turns}"

async def make(spec, making):
    return Sailor()

KIND = Kind("sailor", "", (), "says ahoy", make)
NOT_A_KIND = Sailor()
"""


def installed(folder, points, name="sailors"):
    """What an installer leaves: the module and a dist-info that declares the entry points."""
    (folder / "sailors.py").write_text(CODE)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)
    return folder


def usergap(folder, *arguments):
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "usergap", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "200"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def simulated(folder):
    scenarios = folder / "scenarios.jsonl"
    scenarios.write_text('{"id": "s1", "scenario": "learn how keels work"}\n')
    names = ("--scenarios", scenarios, "--user", "sailor", "--assistant", "scripted")
    return usergap(folder, "simulate", *names, "-o", folder / "sims.jsonl", "--max-turns", 4)


def test_an_installed_simulator_is_listed_and_runs(tmp_path):
    folder = installed(tmp_path, "[usergap.simulators]\nsailor = sailors:KIND\n")
    listed = usergap(folder, "simulate", "--list")
    assert "says ahoy" in listed.stdout
    ran = simulated(folder)
    assert ran.returncode == 0, ran.stderr
    (dialogue,) = read(folder / "sims.jsonl")
    assert [turn.text for turn in dialogue.turns] == ["ahoy 0", "ahoy 1", "ahoy 2", "ahoy 3"]
    assert (dialogue.simulator, dialogue.provenance.generator_version) == ("sailor", "7")


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ("[usergap.simulators]\nsailor = sailors:NOT_A_KIND\n", "expected a Kind, found Sailor"),
        ("[usergap.simulators]\na = sailors:KIND\nb = sailors:KIND\n", "that name is taken"),
        ("[usergap.simulators]\nsailor = gone:KIND\n", "cannot be loaded: ModuleNotFoundError"),
    ],
)
def test_an_entry_point_that_is_wrong_is_named_in_one_line(tmp_path, points, told):
    ran = simulated(installed(tmp_path, points))
    assert ran.returncode == 3
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr

import json
from contextlib import contextmanager

import pytest
import typer
from typer.testing import CliRunner

from tests.compare.made_profiles import people, profile
from usergap.cli import power
from usergap.dimensions import MEASURES
from usergap.errors import InputError
from usergap.profiles import write_profile


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    path = tmp_path_factory.mktemp("power") / "users.parquet"
    write_profile(profile(people(80, 1, praise=0.3)), path)
    return str(path)


def run(*arguments):
    app = typer.Typer()
    app.callback()(lambda: None)
    power.add_to(app)
    return CliRunner().invoke(app, ["power", *arguments])


def test_the_number_for_a_gap(users):
    found = run("--measure", "words", "--gap", "40", "--reference", users, "--tests", "1")
    assert found.exit_code == 0, found.output
    assert "a gap of 40 needs" in found.output
    assert "people: users" in found.output


def test_the_gap_for_a_number_as_json(users):
    found = run(
        "--measure", "words", "--n", "60", "--towards", "fewer", "--reference", users, "--json"
    )
    (row,) = json.loads(found.output)
    assert row["n"] == 60
    assert row["gap_found"] > 0
    assert row["hardest"] == "fewer"


def test_measures_that_the_profile_lacks_are_named(users):
    found = run("--n", "40", "--tests", "1", "--reference", users)
    lines = found.output.splitlines()
    assert found.exit_code == 0, found.output
    assert any(line.startswith("words") and "40 find a gap" in line for line in lines)
    assert any(line.startswith("mtld") and "expected mtld in two groups" in line for line in lines)


@pytest.mark.parametrize(
    "arguments", [["--gap", "3"], ["--measure", "words"], ["--measure", "wit", "--n", "9"]]
)
def test_wrong_requests_are_errors(arguments):
    assert isinstance(run(*arguments).exception, InputError)


def test_progress_counts_the_measures_and_threads_change_nothing(users, monkeypatch):
    told = []

    @contextmanager
    def watching(what):
        yield lambda done, all_: told.append((what, done, all_))

    monkeypatch.setattr(power, "cells_watched", watching)
    few = ("--n", "40", "--tests", "1", "--reference", users, "--json")
    alone, together = (run(*few, "--jobs", jobs) for jobs in ("1", "3"))
    assert alone.exit_code == 0, alone.output
    assert alone.output == together.output
    assert told[0] == ("planning", 0, len(MEASURES))
    assert told[-1] == ("planning", len(MEASURES), len(MEASURES))

"""``usergap study new|serve|results`` on files of two simulators of the embedded sample."""

import json
import socket

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")
pytest.importorskip("starlette", reason="needs the extra study")

from tests.study.people import answered
from usergap.cli.app import run
from usergap.cli.study_serve import bound, shown
from usergap.errors import EnvironmentFailure
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.study.store import open_store


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[str]:
    folder = tmp_path_factory.mktemp("study")
    paths = []
    for name in ("informed", "generic"):
        write(sample(name), folder / f"{name}.jsonl")
        paths.append(str(folder / f"{name}.jsonl"))
    return paths


@pytest.fixture
def place(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)  # lines of results stay whole
    return str(tmp_path / "study.db")


def test_from_files_to_results(files, place, tmp_path, capsys):
    more = ["-n", "6", "--checks", "1", "--raters", "9", "--max-turns", "2", "--seed", "3"]
    assert run(["study", "new", "pairs", *files, *more]) == 0
    said = capsys.readouterr()
    assert "study.db: study pairs: 6 items and 1 attention check\n" in said.out
    assert "pairs: 6 of one scenario" in said.out
    assert "conversation text" in said.err
    assert "no more than" not in said.err
    assert run(["study", "results"]) == 0
    assert capsys.readouterr().out == "No answers yet.\n"
    store = open_store(place)
    study = store.studies.get("pairs")
    assert max(len(one.shown["left"]) for one in study.items) <= 3
    answered(store, study, 3, skill=1.0)
    store.close()
    assert run(["study", "results", "pairs", "--json", "found.json"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("3 of 9 planned raters")
    assert "right in 100 % of 18" in out[1]
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["rows"][0]["share"]["right"] == 18
    assert found["rows"][0]["verdict"] == "told apart"


def test_single_dialogues_of_two_simulators(files, place, capsys):
    assert run(["study", "new", "single", files[0], *files, "-n", "8", "--name", "week-1"]) == 0
    store = open_store(place)
    study = store.studies.get("week-1")
    store.close()
    assert study.kind == "single"
    names = [one.truth["simulator"] for one in study.items if not one.attention]
    assert names.count("real") == 4
    assert sorted(names.count(name) for name in set(names)) == [2, 2, 4]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["triples"], "expected pairs or single, found 'triples'"),
        (["pairs", "--name", "../up"], "small letters"),
        (["pairs", "--consent", "none.txt"], "none.txt"),
        (["pairs", "--seed", "-1"], "--seed"),
    ],
)
def test_what_cannot_be_set_up_is_told(files, place, capsys, more, said):
    kind, *options = more
    assert run(["study", "new", kind, *files, *options]) == 2
    assert said in capsys.readouterr().err


def test_a_name_is_given_once(files, place, capsys):
    assert run(["study", "new", "pairs", *files, "-n", "2"]) == 0
    assert run(["study", "new", "pairs", *files, "-n", "2"]) == 2
    assert "expected a new name" in capsys.readouterr().err


def test_results_of_nothing(place, capsys):
    assert run(["study", "results"]) == 2
    assert "usergap study new" in capsys.readouterr().err
    assert run(["study", "serve", "--url", "ftp://x", "--port", "0"]) == 2


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(EnvironmentFailure, match=r"127\.0\.0\.1"):
            bound("127.0.0.1", taken.getsockname()[1])


def test_addresses_as_browsers_write_them():
    assert [shown(host) for host in ("127.0.0.1", "0.0.0.0", "::1")] == [
        "127.0.0.1", "localhost", "[::1]",
    ]  # fmt: skip


def test_results_fit_a_narrow_terminal_and_stay_whole_for_programs(
    files, place, capsys, monkeypatch
):
    assert run(["study", "new", "single", *files, "-n", "8", "--name", "week-1"]) == 0
    store = open_store(place)
    answered(store, store.studies.get("week-1"), 4, skill=0.8)
    store.close()
    capsys.readouterr()
    assert run(["study", "results"]) == 0
    whole = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["study", "results"]) == 0
    narrow = capsys.readouterr().out
    assert max(map(len, whole.splitlines())) > 60 >= max(map(len, narrow.splitlines()))
    assert narrow.split() == whole.split()


def test_fewer_items_than_asked_for_are_told_of(files, place, capsys):
    assert run(["study", "new", "pairs", *files, "-n", "9999"]) == 0
    said = capsys.readouterr()
    found = int(said.out.split("study pairs: ")[1].split()[0])
    assert f"-n 9999: the files give no more than {found}\n" in said.err

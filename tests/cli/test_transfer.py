import json

import pytest

from usergap.cli.app import run
from usergap.formats import write
from usergap.train.transfer.planted import heterogeneous, homogeneous, planted

QUICK = ["--seeds", "2", "--steps", "3", "--contexts", "4", "--group", "3"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("transfer")
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=30)
    write(real, folder / "real.jsonl")
    write(simulated, folder / "sim.jsonl")
    return folder


def test_two_files_make_a_picture_and_a_sentence(files, capsys):
    both = [str(files / "real.jsonl"), str(files / "sim.jsonl")]
    assert run(["transfer", *both, "-o", str(files / "out"), *QUICK]) == 0
    told = capsys.readouterr().out
    assert "built-in n-gram policy; 30 pairs of replies" in told
    assert "gain on held-out scenarios" in told
    assert (files / "out" / "index.html").is_file()
    assert json.loads((files / "out" / "transfer.json").read_text("utf-8"))["groups"] == 30


def test_headroom_writes_nothing(files, capsys):
    both = [str(files / "real.jsonl"), str(files / "sim.jsonl")]
    assert run(["transfer", *both, "--headroom", "-o", str(files / "none"), "--seeds", "3"]) == 0
    assert "there is more to climb on simulated replies" in capsys.readouterr().out
    assert not (files / "none").exists()


def test_files_without_shared_scenarios_are_refused(files, capsys, tmp_path):
    _, simulated = planted(homogeneous, homogeneous, scenarios=10)
    write(simulated, tmp_path / "few.jsonl")
    assert run(["transfer", str(files / "real.jsonl"), str(tmp_path / "few.jsonl")]) == 2
    assert "expected 20 scenarios with a real and a simulated reply" in capsys.readouterr().err


def test_the_demo_matrix_and_its_table(tmp_path, capsys):
    assert run(["transfer", "matrix", "--demo", "-o", str(tmp_path / "s.csv")]) == 0
    first = capsys.readouterr().out
    assert "Assistants score" in first
    assert run(["transfer", "matrix", str(tmp_path / "s.csv")]) == 0
    assert capsys.readouterr().out == first


def test_the_matrix_needs_scores_or_the_demo(capsys):
    assert run(["transfer", "matrix"]) == 2
    assert "expected either SCORES or --demo" in capsys.readouterr().err


def test_weights_of_two_simulators(data, capsys):
    sides = [data / "realsim/real.jsonl", data / "simulated/generic.jsonl",
             data / "simulated/informed.jsonl"]  # fmt: skip
    assert run(["transfer", "weights", *map(str, sides), "--replicates", "50", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(share["value"] for share in told["weights"].values()) == pytest.approx(1)
    assert told["floor"] < told["mixture"]["value"] <= min(told["alone"].values())


def test_effects_refuse_a_wrong_name_before_reading(capsys):
    from typer import Typer

    from usergap.cli import train_effects

    app = Typer()
    train_effects.add_to(app)
    app.callback()(lambda: None)
    from usergap.errors import InputError

    with pytest.raises(InputError, match="found 'charm'"):
        app(["effects", "no", "no", "--real", "no", "--rewarded", "charm"], standalone_mode=False)

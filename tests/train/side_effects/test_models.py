import json

import pytest

from tests.train.side_effects.test_effects import corpus
from usergap.cli.app import run
from usergap.formats import read, write
from usergap.train.side_effects import effects_of_models, simulated_by


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Real users, and what a floor of a user (words as in a file) may learn from."""
    folder = tmp_path_factory.mktemp("models")
    for name, praise in (("real", 0.05), ("plain", 0.05), ("fawning", 0.95)):
        write(corpus(name, praise, count=60).dialogues, folder / f"{name}.jsonl")
    return folder


def test_users_talk_before_they_are_compared(files, tmp_path):
    real = read(files / "real.jsonl")
    found = effects_of_models(
        f"markov:{files / 'plain.jsonl'}", f"markov:{files / 'fawning.jsonl'}", real,
        ["length"], folder=tmp_path, replicates=400,
    )  # fmt: skip
    assert "feedback" in {effect.name for effect in found.beside}
    assert len(read(tmp_path / "before.jsonl")) == found.dialogues[0] >= 40
    shared = {d.scenario_id for d in read(tmp_path / "after.jsonl")}
    assert shared <= {d.scenario_id for d in real}


def test_a_run_goes_on_where_it_stopped(files, tmp_path):
    real, spec = read(files / "real.jsonl"), f"markov:{files / 'plain.jsonl'}"
    first = simulated_by(spec, real, tmp_path / "sims.jsonl", limit=20)
    again = simulated_by(spec, real, tmp_path / "sims.jsonl", limit=20)
    assert first.dialogues == again.dialogues


def test_the_verb_takes_users_or_files_but_not_one_of_each(files, tmp_path, capsys):
    real = ["--real", str(files / "real.jsonl"), "--replicates", "400"]
    plain = f"markov:{files / 'plain.jsonl'}"
    assert run(["train", "effects", plain, str(files / "plain.jsonl"), *real]) == 2
    assert "found one of each" in capsys.readouterr().err
    told = tmp_path / "table.json"
    both = [str(files / "plain.jsonl"), str(files / "fawning.jsonl")]
    assert run(["train", "effects", *both, *real, "--rewarded", "praise", "-o", str(told)]) == 0
    assert "* Feedback" in capsys.readouterr().out
    assert json.loads(told.read_text("utf-8"))["rewarded"] == ["feedback", "praise"]

"""``usergap train rl`` end to end, on the n-gram policy and by trl."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.train.rl.test_reinforcing import dialogue
from tests.train.talks import marked
from usergap.cli.app import run
from usergap.formats import write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "real.jsonl"
    write([dialogue(number) for number in range(40)], path)
    return path


def test_a_file_is_split_and_trained_on(file: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "run"
    code = run(
        ["train", "rl", str(file), "--rewards", "bertscore,coverage=0.3", "-o", str(folder),
         "--steps", "4", "--group", "4", "--contexts", "4", "--longest", "12"]
    )  # fmt: skip
    out, err = capsys.readouterr()
    assert code == 0, err
    assert "held-out reward, difference:" in out
    assert "step 4 of 4: reward" in err
    card = json.loads((folder / "card.json").read_text())
    assert sum(card["data"][part]["dialogues"] for part in card["data"]) <= 40
    assert card["data"]["held_out"]["dialogues"] > 0
    assert len((folder / "metrics.jsonl").read_text().splitlines()) == 4
    code = run(
        ["train", "rl", str(file), "--rewards", "embedding", "-o", str(folder), "--steps", "4"]
    )
    assert code == 2
    assert "expected the run that was begun there" in capsys.readouterr().err


def test_conversations(file: Path, tmp_path: Path, capsys) -> None:
    lines = tmp_path / "asks.txt"
    lines.write_text("how old are you?\n\nany pets?\n")
    code = run(
        ["train", "rl", str(file), "--rewards", "prompt_to_line", "-o", str(tmp_path / "run"),
         "--turns", "3", "--assistant", f"scripted:{lines}", "--steps", "2", "--group", "3"]
    )  # fmt: skip
    out, err = capsys.readouterr()
    assert code == 0, err
    assert "new personas after:" in out
    assert "a turn" in out


def test_the_rewards_are_listed(capsys) -> None:
    assert run(["train", "rl", "--list"]) == 0
    out = capsys.readouterr().out
    assert "latent_states:" in out
    assert "gamed by:" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rewards", "bleu"], "found 'bleu'"),
        (["--rewards", "bertscore", "--missing", "zero"], "missing: expected one of any, rescale"),
        (["--rewards", "bertscore", "--set", "x"], "--set: expected NAME=VALUE, found 'x'"),
        (["--rewards", "bertscore", "--set", "bertscore.layr=1"], "expected one of bertscore.side"),
        (["--rewards", "bertscore", "--turns", "2"], "found none from bertscore"),
        (["--rewards", "turing"], "turing: expected a model as judge"),
        (["--rewards", "bertscore", "--base-url", "http://127.0.0.1:1/v1"], "base-url: expected"),
        (["--rewards", "bertscore", "--group", "1"], "group_size: expected 2 or more"),
    ],
)
def test_what_cannot_be(file: Path, tmp_path: Path, capsys, arguments, told) -> None:
    code = run(["train", "rl", str(file), "-o", str(tmp_path / "run"), *arguments])
    assert code == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_marked_held_out_is_refused_and_not_marked_anew(tmp_path, capsys) -> None:
    file = tmp_path / "held.jsonl"
    write([marked(dialogue(number), split="held-out") for number in range(40)], file)
    ask = ["train", "rl", str(file), "--rewards", "bertscore", "-o", str(tmp_path / "run")]
    assert run([*ask, "--steps", "2", "--effects", "0"]) == 2
    assert "found 40 of 40 dialogues" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_model_without_trl_is_told_of_at_once(file, tmp_path, capsys, monkeypatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "torch" else found(name, *a)
    )
    ask = ["train", "rl", str(file), "--rewards", "bertscore", "-o", str(tmp_path / "run")]
    assert run([*ask, "--model", "base"]) == 3
    assert "pip install 'usergap[train]'" in capsys.readouterr().err


@pytest.fixture
def one_thread() -> Iterator[None]:
    torch = pytest.importorskip("torch", reason="needs the extra train")
    before = torch.get_num_threads()
    torch.set_num_threads(1)  # a tiny model's threads only wait for one another
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
def test_a_causal_model_is_a_user_at_once(tmp_path: Path, capsys) -> None:
    pytest.importorskip("trl", reason="needs the extra train")
    from usergap.simulate.users.hf import read_training
    from usergap.testing.tiny_models import save_byte_model

    file = tmp_path / "few.jsonl"
    write([dialogue(number) for number in range(12)], file)
    base = save_byte_model(tmp_path / "base", ["how do i cook rice", "boil the rice"], window=400)
    folder = tmp_path / "run"
    code = run(
        ["train", "rl", str(file), "--rewards", "bertscore", "--model", str(base), "-o",
         str(folder), "--steps", "2", "--group", "2", "--contexts", "2", "--longest", "6",
         "--learning-rate", "0.001"]
    )  # fmt: skip
    out, err = capsys.readouterr()
    assert code == 0, err
    assert f"next: usergap simulate --user hf:{folder / 'model'}" in out
    found = read_training(folder / "model")
    assert found is not None
    assert set(found.sources.ids) <= {f"d{n}" for n in range(40)}
    assert (
        len(found.sources.ids)
        == json.loads((folder / "card.json").read_text())["data"]["train"]["dialogues"]
    )
    assert found.weights != "not recorded"

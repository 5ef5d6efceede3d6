"""``usergap train flip`` and ``sft``: from a file of dialogues to a user that talks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from tests.train.talks import marked, talks, words
from usergap.cli import app
from usergap.formats import read, write
from usergap.simulate.scenarios.scenario import Scenario, scenario_lines

QUIET = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.chdir(tmp_path)
    write(talks(30), "real.jsonl")


def test_flip_tells_the_parts_and_what_they_cannot_be(capsys):
    assert app.run(["train", "flip", "real.jsonl", "-o", "f"]) == 0
    told = capsys.readouterr().out
    assert "train: 24 dialogues, 48 user turns, 24 ends" in told
    assert "held-out: 3 dialogues" in told
    assert "one person may be in two parts" in told
    assert json.loads(Path("f/manifest.json").read_text())["parts"]["train"]["dialogues"] == 24


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--order", "sometime"], "--order: expected auto or time or random"),
        (["--order", "time"], "30 of 30 without one"),
        (["--intents", "model"], "expected its name"),
        (["--validation", "0.6", "--test", "0.5"], "together below 1"),
        (["--held-out", "real.jsonl"], "found 30 of 30"),
    ],
)
def test_flip_says_in_words_what_cannot_be(capsys, more, told):
    assert app.run(["train", "flip", "real.jsonl", "-o", "f", *more]) == 2
    assert told in capsys.readouterr().err
    assert not Path("f").exists()


def test_sft_refuses_held_out_data_and_folders_that_are_none(capsys):
    pytest.importorskip("torch", reason="needs torch (extra train)")
    write([marked(each, split="held-out") for each in talks(3)], "held.jsonl")
    from usergap.testing.tiny_models import save_byte_model

    save_byte_model(Path("base"), words(talks(3)))
    ask = ["train", "sft", "held.jsonl", "--model", "base", "-o", "run"]
    assert app.run(ask) == 2
    assert "split=held-out" in capsys.readouterr().err
    Path("empty").mkdir()
    assert app.run(["train", "sft", "empty", "--model", "base", "-o", "run"]) == 2
    assert "expected what `usergap train flip` writes" in capsys.readouterr().err


@pytest.mark.parametrize("model", ["./none", "real.jsonl", "f"])
@pytest.mark.parametrize("way", [["sft"], ["rl", "--rewards", "embedding"]])
def test_a_model_that_is_none_is_told_before_the_data_is_read(capsys, model, way):
    Path("f").mkdir()
    assert app.run(["train", *way, "no-such-data", "--model", model, "-o", "run"]) == 3
    told = capsys.readouterr().err
    assert "expected a folder with config.json" in told
    assert len(told.splitlines()) == 1
    assert not Path("run").exists()


@pytest.mark.parametrize("way", ["sft", "rl"])
def test_a_run_that_is_stopped_says_how_to_go_on(capsys, monkeypatch, way):
    def stopped(*_given, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("usergap.train.sft.finetuning.finetune", stopped)
    monkeypatch.setattr("usergap.train.rl.reinforcing.reinforce", stopped)
    pytest.importorskip("torch", reason="needs torch (extra train)")
    from usergap.testing.tiny_models import save_byte_model

    save_byte_model(Path("base"), words(talks(3)))
    more = ["--rewards", "embedding"] if way == "rl" else []
    assert app.run(["train", way, "real.jsonl", "--model", "base", "-o", "run", *more]) == 130
    assert "the same command goes on from the last checkpoint" in capsys.readouterr().err


class TestWhole:
    """One run end to end."""

    pytestmark = QUIET

    def test_from_dialogues_to_a_user_that_talks(self, capsys):
        torch = pytest.importorskip("torch", reason="needs torch (extra train)")
        pytest.importorskip("accelerate", reason="needs accelerate (extra train)")
        from usergap.testing.tiny_models import save_byte_model

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        save_byte_model(Path("base"), words(talks(30)))
        assert app.run(["train", "flip", "real.jsonl", "--test", "0.2", "-o", "f"]) == 0
        ask = ["train", "sft", "f", "--model", "base", "-o", "run", "--steps", "4", "--batch",
               "4", "--learning-rate", "0.01", "--log-every", "2"]  # fmt: skip
        assert app.run(ask) == 0
        done = capsys.readouterr()
        assert "held-out perplexity with intent" in done.out
        assert "usergap simulate --user hf:run/model" in done.out
        assert "step 2 of 4: train/loss" in done.err
        assert app.run([*ask, "--seed", "3"]) == 2
        assert "found other seed" in capsys.readouterr().err
        assert app.run([*ask, "--seed", "3", "--restart"]) == 0
        Path("s.jsonl").write_text(scenario_lines([Scenario("s1", "learn about a rope")]))
        assert app.run(["simulate", "--scenarios", "s.jsonl", "--user",
                        "hf:run/model,max_tokens=6", "--assistant", "scripted", "--max-turns", "4",
                        "--guardrails", "none", "-o", "sims.jsonl"]) == 0  # fmt: skip
        (made,) = read("sims.jsonl").dialogues
        assert made.simulator == "run"
        seeds = made.extra["simulation"]["seeds"]
        assert seeds["count"] == json.loads(Path("f/manifest.json").read_text())["parts"]["train"][
            "dialogues"
        ]  # fmt: skip
        torch.set_num_threads(threads)

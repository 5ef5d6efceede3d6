"""Fine-tuning: it learns, goes on after a kill as if nothing had been, and tells what it did."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytest.importorskip("torch", reason="needs torch (extra train)")
pytest.importorskip("accelerate", reason="needs accelerate (extra train)")

from tests.train.sft.runs import DATA, SETTINGS
from tests.train.talks import marked, talks, words
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.mixing.manifest import content_hash
from usergap.llm.local import load_causal
from usergap.simulate.making import Workshop
from usergap.simulate.participant import END_TOKEN, Conversation, Phase
from usergap.simulate.registry import make_user
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import seeds_of
from usergap.testing.tiny_models import save_byte_model
from usergap.train.checkpoints import WHOLE, last_whole
from usergap.train.flipping.folder import Flipped
from usergap.train.held_out import HeldOut
from usergap.train.metrics import read_metrics
from usergap.train.sft.finetuning import finetune
from usergap.train.sft.settings import FineTuning

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> str:
    """With dropout, so that a resumed run must find the random state again."""
    folder = tmp_path_factory.mktemp("base")
    return str(save_byte_model(folder, words(DATA.train), dropout=0.2))


@pytest.fixture(scope="module")
def run(base, tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("run")
    return folder, finetune(DATA, base, folder, SETTINGS)


def weights(folder: Path) -> bytes:
    return (folder / "model" / "model.safetensors").read_bytes()


def test_held_out_perplexity_falls_with_and_without_intent(run):
    held = run[1]["held_out_perplexity"]
    assert (held["user_turns"], held["groups"]) == (20, 10)
    for way in ("with_intent", "without_intent"):
        told = held[way]
        assert told["after"]["perplexity"]["high"] < told["before"]["perplexity"]["low"]
        assert told["after_over_before"]["high"] < 0.7
        assert (
            told["after"]["bits_per_character"]["value"]
            < (told["before"]["bits_per_character"]["value"])
        )


def test_a_killed_run_goes_on_and_ends_with_the_same_weights_bit_for_bit(run, base, tmp_path):
    command = [sys.executable, "-m", "tests.train.sft.train_and_stop", str(tmp_path), base, "8"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "here\n"
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert not (tmp_path / "card.json").exists()
    assert last_whole(tmp_path / "checkpoints")[0] == 6
    torn = tmp_path.with_name("torn")  # killed while the last checkpoint was being written
    shutil.copytree(tmp_path, torn)
    (torn / "checkpoints" / "checkpoint-6" / WHOLE).unlink()
    for folder, step in ((tmp_path, 6), (torn, 3)):
        card = finetune(DATA, base, folder, SETTINGS)
        assert card["course"]["resumed_from_step"] == step
        assert weights(folder) == weights(run[0])
        told = [line for line in read_metrics(folder) if "train/loss" in line]
        assert [line["_step"] for line in told] == list(range(1, 13))
        uncut = [line["train/loss"] for line in read_metrics(run[0]) if "train/loss" in line]
        assert [line["train/loss"] for line in told] == uncut


def test_a_run_that_was_killed_before_its_card_writes_it(run, base, tmp_path):
    shutil.copytree(run[0], tmp_path / "x")
    (tmp_path / "x" / "card.json").unlink()
    shutil.rmtree(tmp_path / "x" / "model")
    card = finetune(DATA, base, tmp_path / "x", SETTINGS)
    assert card["trained"] == run[1]["trained"]
    assert card["held_out_perplexity"] == run[1]["held_out_perplexity"]
    assert weights(tmp_path / "x") == weights(run[0])


def test_another_seed_ends_elsewhere(run, base, tmp_path):
    finetune(DATA, base, tmp_path, replace(SETTINGS, seed=6, steps=2))
    assert weights(tmp_path) != weights(run[0])


def test_a_run_that_is_done_is_not_done_again(run, base):
    before = (run[0] / "card.json").stat().st_mtime_ns
    assert finetune(DATA, base, run[0], SETTINGS) == json.loads(json.dumps(run[1]))
    assert (run[0] / "card.json").stat().st_mtime_ns == before


def test_a_folder_belongs_to_one_run(run, base):
    with pytest.raises(InputError, match="found other batch"):
        finetune(DATA, base, run[0], replace(SETTINGS, batch=2))
    fewer = DATA.train[1:]
    retold = (replace(DATA.train[0], scenario="something else"), *fewer)
    for other in (fewer, retold):
        with pytest.raises(InputError, match="found other data"):
            finetune(Flipped(other, DATA.validation, DATA.held_out), base, run[0], SETTINGS)


def test_a_run_of_another_rule_for_long_dialogues_is_not_gone_on_with(base, run, tmp_path):
    """Before version 2 prompts lost their beginning: what was learnt there is other data."""
    shutil.copytree(run[0], tmp_path / "old")
    path = tmp_path / "old" / "settings.json"
    settings = json.loads(path.read_text())
    assert settings.pop("prompts") == run[1]["prompts"]["version"] == 2
    path.write_text(json.dumps(settings))
    with pytest.raises(InputError, match=r"cut long dialogues by another rule.*--restart"):
        finetune(DATA, base, tmp_path / "old", SETTINGS)


def test_data_of_which_nothing_fits_is_refused_with_the_number(base, tmp_path):
    pytest.importorskip("peft", reason="needs peft (extra train)")
    with pytest.raises(InputError, match=r"none that fit 8 tokens \(84 too long, 0 with"):
        finetune(DATA, base, tmp_path, replace(SETTINGS, longest=8, lora=2))
    assert list(tmp_path.iterdir()) == []  # other settings may take the folder


def test_the_trained_model_is_a_simulated_user_that_knows_its_seeds(run):
    async def talked():
        async with Workshop() as workshop:
            user = await make_user(f"hf:{run[0] / 'model'},max_tokens=8", workshop)
            wants = Scenario("s", "learn about a rope")
            asked = Conversation(wants, "a human user", (), Phase.OPENING, 1)
            return user, await user.reply(asked)

    user, said = asyncio.run(talked())
    assert isinstance(said, str)
    assert user.name == run[0].name
    assert seeds_of(user, Scenario("s", ""), 0).ids == tuple(each.id for each in DATA.train)
    assert user.settings["weights"] == run[1]["trained"]["weights"]
    assert user.model.longest == SETTINGS.longest  # of a window of 256


def test_the_end_of_a_dialogue_is_one_token_of_the_trained_model(run, base):
    before, after = (load_causal(each)._tokenizer for each in (base, str(run[0] / "model")))
    assert len(before(END_TOKEN)["input_ids"]) > 1
    assert len(after(END_TOKEN)["input_ids"]) == 1


def test_the_card_names_data_weights_and_what_was_not_measured(run):
    folder, card = run
    assert card["data"]["train"]["content"] == [content_hash(each) for each in DATA.train]
    assert card["samples"]["train"] == 28 * 3
    assert card["samples"]["ends"] == 28
    assert 0 < card["samples"]["tokens_with_loss"] < card["samples"]["tokens"]
    # many lose their first turn, or of its answer a part, and none what the user wants
    told = card["samples"]
    assert 28 <= told["prompts_cut"] <= 28 * 2  # an opening has nothing to lose
    assert told["turns_dropped"] > 0
    assert told["turns_dropped"] + told["last_messages_cut"] >= told["prompts_cut"]
    for told in (card["samples"], card["held_out_perplexity"]):
        assert told["intents_cut"] == told["left_out_too_long"] == 0
    assert card["base"]["weights"] != card["trained"]["weights"]
    assert any("side effects" in each for each in card["not_measured"])
    page = (folder / "card.md").read_text()
    assert "## Not measured" in page
    assert "licence: not recorded: 28" in page
    assert "rope" not in page + (folder / "card.json").read_text()


def test_held_out_data_is_refused_before_anything_is_loaded(base, tmp_path):
    with pytest.raises(InputError, match="split=held-out"):
        finetune(Flipped((marked(talks(1)[0], split="held-out"),)), base, tmp_path)
    with pytest.raises(InputError, match="found 1 of 28"):
        finetune(DATA, base, tmp_path, held_out=HeldOut(dialogues=(DATA.train[3],)))
    with pytest.raises(InputError, match="found 2 of 30"):
        finetune(Flipped(DATA.train + DATA.validation, DATA.validation), base, tmp_path)
    with pytest.raises(InputError, match="expected cpu or cuda, found 'tpu'"):
        finetune(DATA, base, tmp_path, device="tpu")
    assert list(tmp_path.iterdir()) == []


def test_adapters_learn_too_and_are_merged(run, base, tmp_path):
    pytest.importorskip("peft", reason="needs peft (extra train)")
    card = finetune(DATA, base, tmp_path, replace(SETTINGS, lora=4, learning_rate=3e-2))
    told = card["held_out_perplexity"]["with_intent"]
    assert told["after_over_before"]["high"] < 1
    assert not (tmp_path / "model" / "adapter_config.json").exists()
    assert isinstance(load_causal(str(tmp_path / "model")).generate(["a"])[0], str)


@pytest.mark.parametrize("lacks", ["accelerate", "peft"])
def test_a_missing_library_is_told_with_its_extra(base, tmp_path, monkeypatch, lacks):
    monkeypatch.setattr(
        "usergap.train.sft.model.importlib.util.find_spec",
        lambda name: None if name == lacks else 1,
    )
    with pytest.raises(EnvironmentFailure, match=rf"needs {lacks}, .*usergap\[train\]"):
        finetune(DATA, base, tmp_path, replace(SETTINGS, lora=4))


@pytest.mark.parametrize(
    "wrong", [{"epochs": 0}, {"longest": 7}, {"batch": 0}, {"lora": 0}, {"learning_rate": -1.0},
              {"steps": -3}, {"warmup_steps": -1}],
)  # fmt: skip
def test_settings_that_cannot_be(wrong):
    with pytest.raises(InputError, match="expected"):
        FineTuning(**wrong)


def test_the_rate_is_larger_for_adapters():
    assert FineTuning(lora=8).rate > FineTuning().rate
    assert FineTuning(lora=8, learning_rate=0.5).rate == 0.5

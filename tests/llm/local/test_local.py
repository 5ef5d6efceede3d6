"""Local models, with tiny random ones made here."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure
from usergap.llm import Message
from usergap.llm.local import loading

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
WORDS = ["<pad>", "<unk>", "<bos>", "<eos>", "good", "bad", "day", "night", "a", "the", "is"]


@pytest.fixture(scope="module")
def tools():
    torch = pytest.importorskip("torch", reason="needs torch (extra local)")
    transformers = pytest.importorskip("transformers", reason="needs transformers (extra local)")
    return torch, transformers


def tokenizer(transformers, *, bos: bool = True):
    from tokenizers import Tokenizer, models, pre_tokenizers

    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    made = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",
        unk_token="<unk>",
        eos_token="<eos>",
        **({"bos_token": "<bos>"} if bos else {}),
        model_max_length=32,
    )
    made.chat_template = "{% for m in messages %}{{ m['content'] }} {% endfor %}"
    return made


@pytest.fixture(scope="module")
def causal_folder(tools, tmp_path_factory) -> Path:
    torch, transformers = tools
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("causal")
    config = transformers.GPT2Config(
        vocab_size=len(WORDS), n_positions=32, n_embd=16, n_layer=1, n_head=2,
        bos_token_id=2, eos_token_id=3, pad_token_id=0,
    )  # fmt: skip
    transformers.GPT2LMHeadModel(config).save_pretrained(folder)
    tokenizer(transformers).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def classifier_folder(tools, tmp_path_factory) -> Path:
    torch, transformers = tools
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("classifier")
    config = transformers.DistilBertConfig(
        vocab_size=len(WORDS), dim=16, hidden_dim=16, n_layers=1, n_heads=2, pad_token_id=0,
        max_position_embeddings=32, num_labels=3, id2label={0: "joy", 1: "anger", 2: "neutral"},
        label2id={"joy": 0, "anger": 1, "neutral": 2},
    )  # fmt: skip
    transformers.DistilBertForSequenceClassification(config).save_pretrained(folder)
    tokenizer(transformers).save_pretrained(folder)
    return folder


def test_scores_are_probabilities_and_do_not_depend_on_the_batch(classifier_folder):
    from usergap.llm.local import load_classifier

    model = load_classifier(str(classifier_folder))
    texts = ["the day is good", "bad", "a night is a night is a day", "good " * 100, "the"]
    together = model.scores(texts, batch_size=2)
    assert model.labels == ("joy", "anger", "neutral")
    for row, text in zip(together, texts, strict=True):
        assert math.isclose(sum(row.values()), 1.0, abs_tol=1e-9)
        alone = model.scores([text])[0]
        assert row == pytest.approx(alone, abs=1e-6)
    assert together[0] != together[1]
    assert model.scores([]) == []


def test_mean_logprob_is_that_of_the_models_own_loss(causal_folder, tools):
    """With <bos> before it, every token of a text is scored: the mean is −loss of the model."""
    from usergap.llm.local import load_causal

    torch, _ = tools
    model = load_causal(str(causal_folder))
    ids = torch.tensor([[2, 9, 6, 10, 4]])  # <bos> the day is good
    with torch.inference_mode():
        loss = float(model._model(input_ids=ids, labels=ids).loss)
    (got,) = model.mean_logprobs(["the day is good"])
    assert got == pytest.approx(-loss, abs=1e-6)


def test_mean_logprob_scores_the_text_and_not_its_context(causal_folder, tools):
    from usergap.llm.local import load_causal

    torch, _ = tools
    model = load_causal(str(causal_folder))
    ids = torch.tensor([[2, 9, 6, 10, 4]])
    with torch.inference_mode():
        told = model._model(input_ids=ids).logits.log_softmax(-1)
    hand = float(told[0, 2, 10] + told[0, 3, 4]) / 2  # p(is | … day), p(good | … is)
    mixed = model.mean_logprobs(["is good", "bad"], ["the day", "a a a a a a"], batch_size=2)
    assert mixed[0] == pytest.approx(hand, abs=1e-5)


def test_nothing_to_score_is_none(causal_folder):
    from usergap.llm.local import load_causal

    assert load_causal(str(causal_folder)).mean_logprobs(["", "day"])[0] is None


def test_generation_is_reproducible_and_independent_of_padding(causal_folder):
    from usergap.llm.local import load_causal

    model = load_causal(str(causal_folder))
    prompts = ["the day", "a a a a a a night is", [Message("user", "good day")]]
    first = model.generate(prompts, max_new_tokens=4)
    assert first == model.generate(prompts, max_new_tokens=4)
    assert first[0] == model.generate(prompts[:1], max_new_tokens=4)[0]
    warm = model.generate(prompts, max_new_tokens=4, temperature=2.0, seed=3)
    assert warm == model.generate(prompts, max_new_tokens=4, temperature=2.0, seed=3)


def test_a_text_longer_than_the_window_is_cut_not_refused(causal_folder):
    from usergap.llm.local import load_causal

    model = load_causal(str(causal_folder))
    assert model.mean_logprobs(["day " * 200])[0] is not None
    assert len(model.generate(["day " * 200], max_new_tokens=2)) == 1


def test_a_model_that_is_not_there_says_so_in_one_line(tools):
    from usergap.llm.local import load_causal, load_classifier

    for load in (load_causal, load_classifier):
        with pytest.raises(EnvironmentFailure, match="no/such-model") as caught:
            load("no/such-model")
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 3


def test_without_the_extra_the_error_names_it(monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(loading.importlib, "import_module", missing)
    with pytest.raises(EnvironmentFailure, match=r"usergap\[local\]"):
        loading.libraries()


def test_what_cannot_be_a_model_is_told_without_asking_the_hub(tmp_path, tools, monkeypatch):
    monkeypatch.setattr("transformers.AutoTokenizer.from_pretrained", pytest.fail)
    monkeypatch.chdir(tmp_path)
    run, empty = tmp_path / "run", tmp_path / "empty"
    (run / "model").mkdir(parents=True)
    (run / "settings.json").write_text("{}")
    empty.mkdir()
    (tmp_path / "model.gguf").write_text("x")
    for name, found in {
        str(tmp_path / "no-model"): "nothing of this name",
        "./none": "nothing of this name",
        "a/b/c": "nothing of this name",
        "my model": "nothing of this name",
        "run/modle": "nothing of this name",
        "model.gguf": "a file",
        "empty": "a folder without config.json",
        "run/model": "a folder without config.json",
    }.items():
        with pytest.raises(EnvironmentFailure, match=f"expected a folder .*found {found}") as told:
            loading.load("AutoModelForCausalLM", name, "cpu")
        assert "\n" not in str(told.value)
    config = run / "model" / "config.json"
    config.write_text("{}")
    with pytest.raises(EnvironmentFailure, match=r"without config.json, but a model in run/model$"):
        loading.expect_model("run")
    with pytest.raises(EnvironmentFailure, match="a folder without weights"):
        loading.expect_model("run/model")
    (config.parent / "model.safetensors").write_text("")
    with pytest.raises(EnvironmentFailure, match="a folder without tokenizer"):
        loading.expect_model("run/model")
    (config.parent / "tokenizer.json").write_text("")
    for name in ("run/model", "gpt2", "microsoft/UserLM-8b", "HuggingFaceTB/SmolLM2-135M"):
        loading.expect_model(name)
    (empty / "adapter_config.json").write_text("{}")  # it names the model that it adapts
    loading.expect_model("empty")


def test_a_device_that_is_not_there_is_told_in_one_line(causal_folder, tools, monkeypatch):
    monkeypatch.setattr(tools[0].cuda, "is_available", lambda: False)
    for device, told in (
        ("cuda", "device 'cuda': expected a GPU that torch can use, found none"),
        ("cuda:1", "device 'cuda:1': expected a GPU"),
        ("tpu", "device: expected cpu, cuda or cuda:N, found 'tpu'"),
    ):
        with pytest.raises(EnvironmentFailure, match=told) as caught:
            loading.load("AutoModelForCausalLM", str(causal_folder), device)
        assert "\n" not in str(caught.value)


def test_no_bars_are_drawn_where_nobody_looks(causal_folder, capfd):
    loading.load("AutoModelForCausalLM", str(causal_folder), "cpu")
    assert "Loading" not in capfd.readouterr().err

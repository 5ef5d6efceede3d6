"""Tiny models: any text is spelled, a folder loads, a seed gives the same weights."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytest.importorskip("torch", reason="needs torch (extra local)")
pytest.importorskip("transformers", reason="needs transformers (extra local)")

from usergap.llm import Message
from usergap.llm.local import load_causal
from usergap.testing.tiny_models import (
    CHATML,
    GEMMA,
    LLAMA,
    MERGING,
    byte_tokenizer,
    save_byte_model,
    save_word_model,
)

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
TEXTS = ["how do I tie a knot", "tie a knot in a rope"]


@pytest.mark.parametrize("text", ["tie a knot", "  Ünïcode 漢字\n\ttabs", "<|im_end|> inside", ""])
def test_any_text_is_spelled_and_read_back(text: str) -> None:
    tokenizer = byte_tokenizer(TEXTS)
    ids = tokenizer(text)["input_ids"]
    assert tokenizer.decode(ids) == text
    assert tokenizer.unk_token_id not in ids


def test_what_was_learned_from_takes_fewer_tokens() -> None:
    tokenizer = byte_tokenizer(TEXTS, size=384)
    assert len(tokenizer("tie a knot")["input_ids"]) < len("tie a knot")
    assert len(tokenizer("zqxwv zqxwv")["input_ids"]) == len("zqxwv zqxwv")


@pytest.mark.parametrize("template", [CHATML, LLAMA, GEMMA, MERGING])
def test_a_saved_model_talks_by_its_template(tmp_path, template: str) -> None:
    model = load_causal(str(save_byte_model(tmp_path, TEXTS, template=template)))
    said = (Message("user", "tie a knot"),)
    assert "tie a knot" in model.opened(said, "assistant")
    (answer,) = model.generate([list(said)], max_new_tokens=4)
    assert isinstance(answer, str)


def test_a_seed_gives_the_same_weights_and_another_gives_others(tmp_path) -> None:
    saved = [
        (save_byte_model(tmp_path / f"{n}", TEXTS, seed=seed) / "model.safetensors").read_bytes()
        for n, seed in enumerate((1, 1, 2))
    ]
    assert saved[0] == saved[1] != saved[2]


def test_a_word_model_says_its_word(tmp_path) -> None:
    model = load_causal(str(save_word_model(tmp_path, says="knots")))
    assert model.generate(["good day"], max_new_tokens=2) == ["knots knots"]

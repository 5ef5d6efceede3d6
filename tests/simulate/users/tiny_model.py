"""Tiny local models: random, or saying one and the same token for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

WORDS = [
    "<pad>", "<unk>", "<bos>", "<eos>", "<|eot_id|>", "<|endconversation|>",
    "system", "user", "assistant", ":", "good", "bad", "day", "night", "knots", "the", "is",
    "You", "Them", "learn", "a",
]  # fmt: skip
TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }} : {{ m['content'] | trim }} <|eot_id|> {% endfor %}"
    "{% if add_generation_prompt %}assistant : {% endif %}"
)


def tiny(folder: Path, *, says: str | None = None, template: str | None = TEMPLATE) -> str:
    """A model's folder; ``says``: the one token that it always gives, else it is random."""
    torch = pytest.importorskip("torch", reason="needs torch (extra local)")
    transformers = pytest.importorskip("transformers", reason="needs transformers (extra local)")
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(1)
    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    spelled = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",
        unk_token="<unk>",
        bos_token="<bos>",
        eos_token="<eos>",
        additional_special_tokens=["<|eot_id|>", "<|endconversation|>"],
        model_max_length=64,
    )
    spelled.chat_template = template
    config = transformers.GPT2Config(
        vocab_size=len(WORDS), n_positions=64, n_embd=8, n_layer=1, n_head=2,
        bos_token_id=2, eos_token_id=3, pad_token_id=0, tie_word_embeddings=False,
    )  # fmt: skip
    model = transformers.GPT2LMHeadModel(config)
    if says is not None:  # the last state is (1, 0, …) always, so one row of the head decides
        with torch.no_grad():
            model.transformer.ln_f.weight.zero_()
            model.transformer.ln_f.bias.zero_()
            model.transformer.ln_f.bias[0] = 1.0
            model.lm_head.weight.zero_()
            model.lm_head.weight[WORDS.index(says), 0] = 50.0
    model.save_pretrained(folder)
    spelled.save_pretrained(folder)
    return f"hf:{folder}"

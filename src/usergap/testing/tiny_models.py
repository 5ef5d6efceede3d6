"""Tiny language models and tokenizers, made in code: for tests of what trains or loads models.

They need ``torch`` and ``transformers``; nothing is fetched. A *word* model knows a score of
words and may be made to say one token for ever; a *byte* model spells any text by byte-level
BPE, as the models in use do, and can be trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from usergap.llm.local.loading import libraries

WORDS = (
    "<pad>", "<unk>", "<bos>", "<eos>", "<|eot_id|>", "<|endconversation|>",
    "system", "user", "assistant", ":", "good", "bad", "day", "night", "knots", "the", "is",
    "You", "Them", "learn", "a",
)  # fmt: skip
WORD_TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }} : {{ m['content'] | trim }} <|eot_id|> {% endfor %}"
    "{% if add_generation_prompt %}assistant : {% endif %}"
)
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LLAMA = (
    "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m['role'] }}<|end_header_id|>"
    "\n\n{{ m['content'] | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}{% for m in messages %}"
    "{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate') }}{% endif %}"
    "<start_of_turn>{{ 'model' if m['role'] == 'assistant' else m['role'] }}\n"
    "{{ m['content'] | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
MERGING = (
    "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)
"""A template of plain words: text tokenized at once has tokens across its seams."""
MARKS = (
    "<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
    "<start_of_turn>", "<end_of_turn>",
)  # fmt: skip


def word_tokenizer(template: str | None = WORD_TEMPLATE, *, window: int = 64) -> Any:
    """A tokenizer of the words in ``WORDS``, split at white space."""
    _, transformers = libraries()
    from tokenizers import Tokenizer, models, pre_tokenizers

    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))  # noqa: S106
    raw.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        bos_token="<bos>",  # noqa: S106
        eos_token="<eos>",  # noqa: S106
        additional_special_tokens=["<|eot_id|>", "<|endconversation|>"],
        model_max_length=window,
    )
    made.chat_template = template
    return made


def save_word_model(
    folder: Path,
    *,
    says: str | None = None,
    template: str | None = WORD_TEMPLATE,
    window: int = 64,
) -> Path:
    """A GPT-2 of one layer; ``says``: the one token that it always gives, else it is random."""
    torch, transformers = libraries()
    torch.manual_seed(1)
    config = transformers.GPT2Config(
        vocab_size=len(WORDS), n_positions=window, n_embd=8, n_layer=1, n_head=2,
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
    word_tokenizer(template, window=window).save_pretrained(folder)
    return folder


def byte_tokenizer(
    texts: Sequence[str], *, size: int = 384, template: str | None = CHATML, window: int = 256
) -> Any:
    """A byte-level BPE tokenizer, learned from ``texts``: it can spell any text.

    ``size``: tokens, of which 256 are the bytes. It has the marks of all templates here.
    """
    _, transformers = libraries()
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    special = ["<pad>", "<bos>", "<eos>", *MARKS]
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=special,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    raw.train_from_iterator(texts, trainer)
    made = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",  # noqa: S106
        bos_token="<bos>",  # noqa: S106
        eos_token="<eos>",  # noqa: S106
        additional_special_tokens=list(MARKS),
        model_max_length=window,
    )
    made.chat_template = template
    return made


def save_byte_model(
    folder: Path,
    texts: Sequence[str],
    *,
    size: int = 384,
    template: str | None = CHATML,
    window: int = 256,
    hidden: int = 32,
    layers: int = 2,
    dropout: float = 0.0,
    seed: int = 1,
) -> Path:
    """A random Qwen2 of a few ten thousand parameters over ``byte_tokenizer``.

    ``dropout``: share of attention that training leaves out by chance.
    """
    torch, transformers = libraries()
    tokenizer = byte_tokenizer(texts, size=size, template=template, window=window)
    torch.manual_seed(seed)
    config = transformers.Qwen2Config(
        vocab_size=len(tokenizer), hidden_size=hidden, intermediate_size=2 * hidden,
        num_hidden_layers=layers, num_attention_heads=2, num_key_value_heads=2,
        max_position_embeddings=window, tie_word_embeddings=True, attention_dropout=dropout,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    transformers.Qwen2ForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder

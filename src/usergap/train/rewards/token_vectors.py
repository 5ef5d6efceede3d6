"""Vectors of tokens: in their context by a model, or of words as they are, offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from usergap.dimensions.knowledge_space import DIMENSIONS, shipped_space
from usergap.probes.inference import Floats
from usergap.train.rewards.token_matching import Tokens
from usergap.train.rewards.tokens import tokens


class WordVectors:
    """The shipped space of 64 directions, a word at a time; a word without one is only itself.

    Needs no model. It knows no context and no word order: it says which words fit, no more.
    """

    name = "shipped word space"

    def of(self, texts: Sequence[str]) -> list[Tokens]:
        """Words and marks, in lower case."""
        return [_of(text) for text in texts]


@lru_cache(maxsize=1_000)  # about 0.2 MB each
def _of(text: str) -> Tokens:
    words = tuple(tokens(text))
    if not words:
        return Tokens((), np.zeros((0, _WIDTH)), ())
    return Tokens(words, np.stack([_vector(word) for word in words]), (True,) * len(words))


_BUCKETS = 1024
_WIDTH = DIMENSIONS + _BUCKETS


@lru_cache(maxsize=50_000)
def _vector(word: str) -> Floats:
    found = np.zeros(_WIDTH)
    direction = shipped_space().embed([[[word]]])[0].astype(float)
    length = float(np.sqrt((direction**2).sum()))
    if length:
        found[:DIMENSIONS] = direction / length
    else:
        found[DIMENSIONS + _bucket(word)] = 1.0
    return found


def _bucket(word: str) -> int:
    from zlib import crc32

    return crc32(word.encode("utf-8", "replace")) % _BUCKETS


class ModelVectors:
    """The hidden states of a ``transformers`` encoder, layer ``layer`` (None: the last).

    The published choice of layer for each model is in the paper's table 8 and in the
    package bert-score (17 for roberta-large). Marks such as [CLS] can be matched but do
    not count, as in the package. Raises EnvironmentFailure if it cannot be loaded.
    """

    def __init__(
        self, path: str, *, layer: int | None = None, device: str = "cpu", batch: int = 32
    ) -> None:
        from usergap.llm.local.loading import load, window

        self.name = f"{path}, layer {'last' if layer is None else layer}"
        self._tokenizer, self._model = load("AutoModel", path, device)
        self._layer, self._batch = layer, batch
        self._window = window(self._tokenizer, self._model)
        if self._tokenizer.pad_token is None:
            self._tokenizer.pad_token = self._tokenizer.eos_token

    def of(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokens of the model's own tokenizer; what does not fit its window is cut."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, Tokens] = {}
        for start in range(0, len(order), self._batch):
            places = order[start : start + self._batch]
            some = self._some([texts[i].strip() for i in places])
            found.update(zip(places, some, strict=True))
        return [found[place] for place in range(len(texts))]

    def _some(self, texts: Sequence[str]) -> list[Tokens]:
        import torch

        read: Any = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._window,
            return_tensors="pt", return_special_tokens_mask=True,
        )  # fmt: skip
        marks = read.pop("special_tokens_mask").bool()
        read = read.to(self._model.device)
        with torch.inference_mode():
            states = self._model(**read, output_hidden_states=True).hidden_states
        chosen = states[-1 if self._layer is None else self._layer].double()
        chosen = (chosen / chosen.norm(dim=-1, keepdim=True).clamp(min=1e-12)).cpu().numpy()
        rows = []
        for row in range(len(texts)):
            there = read["attention_mask"][row].bool().cpu().numpy()
            ids = read["input_ids"][row].tolist()
            kept = np.flatnonzero(there)
            names = self._tokenizer.convert_ids_to_tokens([ids[place] for place in kept])
            counted = tuple(not bool(marks[row, place]) for place in kept)
            rows.append(Tokens(tuple(names), chosen[row, kept], counted))
        return rows

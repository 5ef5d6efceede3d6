"""Which language model scores which turn: one that was not trained on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.inference import Floats
from usergap.probes.language_models.model import LanguageModel
from usergap.probes.language_models.ngram import NgramModel
from usergap.probes.material import Material

ENOUGH_WORDS = 3000
"""Words from which on the real dialogues without a partner make a reference of their own."""
RESERVED = 3
"""One group in so many is learned from where there are not."""


@dataclass(frozen=True)
class Turns:
    """User turns of a material: place of their dialogue, text, answer before, and number."""

    dialogue: tuple[int, ...]
    texts: tuple[str, ...]
    answers: tuple[str, ...]
    numbers: tuple[int, ...]


def turns_of(material: Material) -> Turns:
    """The user turns with text, real ones first."""
    found = [
        (place, turn.text, turn.answer, turn.number)
        for place, dialogue in enumerate(material.dialogues)
        for turn in dialogue.turns
        if turn.text.strip()
    ]
    material.need(bool(found), "no side has a user turn with text")
    places, texts, answers, numbers = zip(*found, strict=True)
    return Turns(places, texts, answers, numbers)


def scored(
    material: Material, turns: Turns, contexts: Sequence[str] | None = None
) -> tuple[Floats, str]:
    """Mean log-probability of each turn (NaN where there is none), and the model's name.

    The model given by ``material.tools``; else the built-in n-gram model, trained on real
    dialogues without a partner where they are enough. Where they are not, a third of the
    groups of real dialogues is learned from and not scored. (Two halves that score one
    another use all, but then who is real decides on the scores, which a permutation of
    the sides leaves as they are: between like sides of few topics it rejected in 10 %.)
    """
    given = material.tools.language_model
    if given is not None:
        return _ask(given, turns.texts, contexts), given.name
    if _words(material.spare) >= ENOUGH_WORDS:
        return _ask(_trained(material.spare), turns.texts, contexts), NgramModel.name
    kept = reserved(material)
    learnt = tuple(d for d, own in zip(material.real, kept.tolist(), strict=False) if own)
    material.need(_words(learnt) > 0, "needs real users' text to train the reference on")
    mine = np.flatnonzero(~kept[np.asarray(turns.dialogue)]).tolist()
    befores = None if contexts is None else [contexts[i] for i in mine]
    found = np.full(len(turns.texts), np.nan)
    found[mine] = _ask(_trained(learnt), [turns.texts[i] for i in mine], befores)
    return found, f"{NgramModel.name}, of a third of the real users, who are not scored"


def reserved(material: Material) -> NDArray[np.bool_]:
    """Whether a dialogue's group is learned from: each third with real ones, by hash of its ids."""
    block = material.items.block
    names: dict[int, str] = {}
    for one, dialogue in zip(block.tolist(), material.real, strict=False):
        names[one] = min(names.get(one, dialogue.id), dialogue.id)
    order = sorted(names, key=lambda one: hashlib.sha256(_bytes(names[one])).digest())
    return np.isin(block, order[::RESERVED])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@lru_cache(maxsize=4)
def _trained(dialogues: tuple[Dialogue, ...]) -> NgramModel:
    return NgramModel(turn.text for dialogue in dialogues for turn in dialogue.turns)


def _ask(model: LanguageModel, texts: Sequence[str], contexts: Sequence[str] | None) -> Floats:
    told = model.mean_logprobs(texts, contexts)
    return np.array([np.nan if value is None else value for value in told])


def _words(dialogues: Sequence[Dialogue]) -> int:
    return sum(len(turn.text.split()) for dialogue in dialogues for turn in dialogue.turns)

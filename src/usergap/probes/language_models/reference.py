"""Which language model scores which turn: one that was not trained on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.inference import Floats
from usergap.probes.language_models.model import LanguageModel
from usergap.probes.language_models.ngram import NgramModel
from usergap.probes.material import Material

ENOUGH_WORDS = 3000
"""Words from which on the real dialogues without a partner make a reference of their own."""


@dataclass(frozen=True)
class Turns:
    """All user turns of a material: place of their dialogue, text, and the answer before."""

    dialogue: tuple[int, ...]
    texts: tuple[str, ...]
    answers: tuple[str, ...]


def turns_of(material: Material) -> Turns:
    """The user turns with text, real ones first."""
    found = [
        (place, turn.text, turn.answer)
        for place, dialogue in enumerate(material.dialogues)
        for turn in dialogue.turns
        if turn.text.strip()
    ]
    material.need(bool(found), "no side has a user turn with text")
    places, texts, answers = zip(*found, strict=True)
    return Turns(places, texts, answers)


def scored(
    material: Material, turns: Turns, contexts: Sequence[str] | None = None
) -> tuple[Floats, str]:
    """Mean log-probability of each turn (NaN where there is none), and the model's name.

    The model given by ``material.tools``; else the built-in n-gram model, trained on real
    dialogues without a partner where they are enough. Where they are not, the real side is
    cut in two by groups, and every turn, real or simulated, is scored by the model of the
    half that its group is not in.
    """
    given = material.tools.language_model
    if given is not None:
        return _ask(given, turns.texts, contexts), given.name
    if _words(material.spare) >= ENOUGH_WORDS:
        return _ask(_trained(material.spare), turns.texts, contexts), NgramModel.name
    halves = material.halves
    half = halves[np.asarray(turns.dialogue)]
    halves = halves[: len(material.real)]
    found = np.full(len(turns.texts), np.nan)
    for side in (0, 1):
        learnt = tuple(d for d, own in zip(material.real, halves, strict=True) if own != side)
        material.need(_words(learnt) > 0, "needs real users' text to train the reference on")
        mine = np.flatnonzero(half == side).tolist()
        texts = [turns.texts[i] for i in mine]
        befores = None if contexts is None else [contexts[i] for i in mine]
        found[mine] = _ask(_trained(learnt), texts, befores)
    return found, f"{NgramModel.name}, each half of the groups scored by the other's"


@lru_cache(maxsize=4)
def _trained(dialogues: tuple[Dialogue, ...]) -> NgramModel:
    return NgramModel(turn.text for dialogue in dialogues for turn in dialogue.turns)


def _ask(model: LanguageModel, texts: Sequence[str], contexts: Sequence[str] | None) -> Floats:
    told = model.mean_logprobs(texts, contexts)
    return np.array([np.nan if value is None else value for value in told])


def _words(dialogues: Sequence[Dialogue]) -> int:
    return sum(len(turn.text.split()) for dialogue in dialogues for turn in dialogue.turns)

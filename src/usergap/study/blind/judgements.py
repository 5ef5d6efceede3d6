"""Answers of a blind test as arrays: who judged what, and whether they were right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from usergap.study.records import Answer, Item, Study
from usergap.study.tasks import pairs, single

Strings = NDArray[np.str_]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Judgements:
    """One row an answer; attention items are not among them.

    ``real``: a single dialogue of a real user (never in a study of pairs). ``said``: taken for
    human (single), or the item's own left dialogue chosen, wherever it was shown (pairs).
    ``first``: the rater chose what stood first on the page.
    """

    rater: Strings
    item: NDArray[np.int64]
    simulator: Strings
    domain: Strings
    real: Bools
    right: Bools
    said: Bools
    first: Bools
    confidence: NDArray[np.int64]
    seconds: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rater)

    def where(self, keep: Bools) -> Judgements:
        """The rows to keep."""
        return Judgements(*(getattr(self, one.name)[keep] for one in fields(self)))


def judgements_of(study: Study, answers: Sequence[Answer]) -> Judgements:
    """The judgements of a study of pairs or of single dialogues."""
    usual = [one for one in answers if not study.items[one.item].attention]
    items = [study.items[one.item] for one in usual]
    both = list(zip(usual, items, strict=True))
    return Judgements(
        rater=np.array([one.rater for one in usual], dtype=str),
        item=np.array([one.item for one in usual], dtype=np.int64),
        simulator=np.array([item.truth["simulator"] for item in items], dtype=str),
        domain=np.array([item.truth.get("domain") or "not recorded" for item in items], dtype=str),
        real=np.array([item.truth.get("user") == "human" for item in items], dtype=bool),
        right=np.array([right(study, one, item) for one, item in both], dtype=bool),
        said=np.array([_said(study, one) for one in usual], dtype=bool),
        first=np.array([_first(study, one) for one in usual], dtype=bool),
        confidence=np.array([one.value["confidence"] for one in usual], dtype=np.int64),
        seconds=np.array([one.seconds for one in usual], dtype=np.float64),
    )


def right(study: Study, answer: Answer, item: Item) -> bool:
    """Whether an answer is right; of an attention item: whether it did what was asked."""
    return pairs.right(answer) if study.kind == "pairs" else single.right(answer, item)


def _said(study: Study, answer: Answer) -> bool:
    if study.kind == "pairs":
        return pairs.right(answer)
    return bool(answer.value["choice"] == "human")


def _first(study: Study, answer: Answer) -> bool:
    if study.kind == "pairs":
        return bool(answer.value["choice"] == "left")
    return bool(answer.value["choice"] == "human") != answer.flipped

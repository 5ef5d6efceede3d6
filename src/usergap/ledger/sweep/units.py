"""Labelled user turns, the units that a student learns from and is tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.sidecar import SidecarRow
from usergap.dialogues import Dialogue
from usergap.errors import InputError

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Units:
    """Turns with one label each: the place of their dialogue, texts, and codes of ``labels``.

    A turn with several labels counts with the first that its row gives.
    """

    dialogue: Ints
    texts: tuple[str, ...]
    answers: tuple[str, ...]
    codes: Ints
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def lengths(self) -> Ints:
        """Words of each turn, by white space."""
        return np.array([len(text.split()) for text in self.texts], np.int64)


def units_of(
    dialogues: Sequence[Dialogue], rows: Sequence[Sequence[SidecarRow]], dimension: str
) -> Units:
    """The turns of dialogues that their sidecar labels in ``dimension``; others are left out.

    ``rows`` holds a sidecar per dialogue, so that two sides may use one id. Raises InputError
    where fewer than two labels occur.
    """
    tables: dict[int, dict[tuple[str, int], SidecarRow]] = {}
    found: list[tuple[int, str, str, str]] = []
    for place, (dialogue, own) in enumerate(zip(dialogues, rows, strict=True)):
        if id(own) not in tables:
            tables[id(own)] = {
                (row.dialogue_id, row.turn): row for row in reversed(own) if row.sentence is None
            }
        for turn in dialogue.turns:
            row = tables[id(own)].get((dialogue.id, turn.number))
            given = row.labels.get(dimension) if row else None
            if given:
                found.append((place, turn.text, turn.answer, given[0]))
    labels = tuple(sorted({label for *_, label in found}))
    if len(labels) < 2:
        raise InputError(
            f"{dimension}: expected turns with two labels or more, found {len(found)} turns with "
            f"{', '.join(labels) or 'none'}"
        )
    code = {label: number for number, label in enumerate(labels)}
    return Units(
        np.array([place for place, *_ in found], np.int64),
        tuple(text for _, text, _, _ in found),
        tuple(answer for _, _, answer, _ in found),
        np.array([code[label] for *_, label in found], np.int64),
        labels,
    )

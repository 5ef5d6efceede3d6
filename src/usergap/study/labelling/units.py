"""What was said of each unit: one dimension of one turn, by each rater who judged it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from usergap.dimensions import Labels
from usergap.study.records import Answer, Study

ENOUGH = 2
"""Raters who have to judge a unit."""


class State(StrEnum):
    """How far a unit is."""

    WAITING = "waiting"
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Unit:
    """One dimension of one turn; ``given``: each rater's labels, in the codebook's order.

    ``dialogue`` numbers the dialogues of the study.
    """

    item: int
    turn: int
    dimension: str
    dialogue: int
    given: Mapping[str, Labels]

    @property
    def state(self) -> State:
        """Waiting for raters, agreed upon, or disputed (which needs no further rater)."""
        kinds = {frozenset(labels) for labels in self.given.values()}
        if len(kinds) > 1:
            return State.DISPUTED
        return State.AGREED if len(self.given) >= ENOUGH else State.WAITING


def dimensions_asked(study: Study) -> tuple[str, ...]:
    """The dimensions that a labelling study asks for."""
    return tuple(study.settings["dimensions"])


def given_units(study: Study, answers: Sequence[Answer]) -> list[Unit]:
    """All units of a labelling study in its order, judged or not."""
    by_item: dict[int, list[Answer]] = {}
    for one in answers:
        by_item.setdefault(one.item, []).append(one)
    numbers: dict[tuple[str, str], int] = {}
    units = []
    for item in study.items:
        if item.attention or item.closing:
            continue
        where = (item.truth["source"], item.truth["dialogue"])
        dialogue = numbers.setdefault(where, len(numbers))
        for turn in item.shown["turns"]:
            for dimension in dimensions_asked(study):
                given = {
                    one.rater: tuple(one.value["labels"][str(turn)][dimension])
                    for one in by_item.get(item.number, ())
                }
                units.append(Unit(item.number, turn, dimension, dialogue, given))
    return units

"""The label that counts: what raters agree on, and what the owner decided where they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from usergap.dimensions import Labels
from usergap.study.labelling.units import State, Unit
from usergap.study.records import Study

Decided = Mapping[tuple[int, str], Labels]
"""By item and ``part_of`` a unit."""


def part_of(turn: int, dimension: str) -> str:
    """The part of an item that a decision is about."""
    return f"{turn}/{dimension}"


def decided_labels(found: Mapping[tuple[int, str], Any]) -> dict[tuple[int, str], Labels]:
    """What the store gives of decisions, as labels."""
    return {where: tuple(one.value) for where, one in found.items()}


def final_labels(unit: Unit, decided: Decided) -> Labels | None:
    """A unit's label: the owner's, else that of agreeing raters; None where open."""
    where = (unit.item, part_of(unit.turn, unit.dimension))
    if where in decided:
        return decided[where]
    return next(iter(unit.given.values())) if unit.state is State.AGREED else None


@dataclass(frozen=True)
class Dispute:
    """One turn on which raters differ. ``decided``: dimensions that the owner settled."""

    item: int
    turn: int
    units: tuple[Unit, ...]
    decided: frozenset[str]

    @property
    def open(self) -> bool:
        """Whether a dimension is not settled yet."""
        return any(unit.dimension not in self.decided for unit in self.units)


def disputes(units: Sequence[Unit], decided: Decided) -> list[Dispute]:
    """The disputed turns in the order of the study, settled ones among them."""
    turns: dict[tuple[int, int], list[Unit]] = {}
    for unit in units:
        if unit.state is State.DISPUTED:
            turns.setdefault((unit.item, unit.turn), []).append(unit)
    return [
        Dispute(
            item,
            turn,
            tuple(mine),
            frozenset(x.dimension for x in mine if (item, part_of(turn, x.dimension)) in decided),
        )
        for (item, turn), mine in turns.items()
    ]


def letters(study: Study, dispute: Dispute) -> dict[str, str]:
    """Raters of a turn as letters, drawn anew for each item: nobody is A all along."""
    raters = sorted({rater for unit in dispute.units for rater in unit.given})
    order = np.random.default_rng([study.seed, dispute.item]).permutation(len(raters))
    return {raters[at]: _letter(place) for place, at in enumerate(order.tolist())}


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"R{place + 1}"

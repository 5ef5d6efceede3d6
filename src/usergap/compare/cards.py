"""Which annotator card speaks for which side of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.compare.sides import Floats

COVERED = 0.9
"""Share of dialogues whose domain and language a card must know."""


@dataclass(frozen=True)
class Errors:
    """True and false positive rates per label with standard errors, all (k,)."""

    tpr: Floats
    fpr: Floats
    tpr_se: Floats
    fpr_se: Floats


@dataclass(frozen=True)
class CardChoice:
    """The errors for both sides, or why there are none (``reason``)."""

    real: Errors | None
    simulated: Errors | None
    reason: str


def choose(
    card: Card | None,
    labels: tuple[str, ...],
    annotator: str | None,
    simulator: str,
    real: Mapping[str, Iterable[object]],
    simulated: Mapping[str, Iterable[object]],
) -> CardChoice:
    """Find card sides that are valid for both sides of a row.

    A simulator is never judged by a card from its own text: the card sides of the
    other simulators are joined. ``real`` and ``simulated`` map ``domain`` and
    ``language`` to the rows' values, which the card must cover.
    """
    if card is None:
        return CardChoice(None, None, "no card for this annotator")
    if annotator is not None and f"{card.annotator} {card.version}" != annotator:
        return CardChoice(
            None, None, f"the card is for {card.annotator} {card.version}, not for {annotator}"
        )
    others = [side for name, side in card.simulated.items() if name != simulator]
    reasons = []
    if card.real is None:
        reasons.append("the card has no real text")
    elif not _covers([card.real], real):
        reasons.append("the card does not cover the real dialogues' domains or languages")
    if not others:
        reasons.append("the card has no text of another simulator")
    elif not _covers(others, simulated):
        reasons.append("the card does not cover the simulated dialogues' domains or languages")
    good_real = card.real is not None and _covers([card.real], real)
    good_simulated = bool(others) and _covers(others, simulated)
    return CardChoice(
        errors([card.real], labels) if good_real and card.real is not None else None,
        errors(others, labels) if good_simulated else None,
        "; ".join(reasons),
    )


def errors(sides: Iterable[CardSide], labels: tuple[str, ...]) -> Errors:
    """Join card sides: rates from summed counts, variances weighted alike.

    A label that no side has judged, or without gold units, gets NaN and is never
    corrected.
    """
    rows = [[side.labels.get(label) for side in sides] for label in labels]
    table = np.array([_joined([c for c in row if c is not None]) for row in rows])
    return Errors(*(np.asarray(table[:, place]) for place in range(4)))


def _joined(cells: list[Confusion]) -> tuple[float, float, float, float]:
    positives = np.array([cell.tp + cell.fn for cell in cells], float)
    negatives = np.array([cell.fp + cell.tn for cell in cells], float)
    if not positives.sum() or not negatives.sum():
        return (np.nan, np.nan, np.nan, np.nan)
    tpr = sum(cell.tp for cell in cells) / positives.sum()
    fpr = sum(cell.fp for cell in cells) / negatives.sum()
    se = []
    for weight, spread in (
        (positives, [cell.tpr_se for cell in cells]),
        (negatives, [cell.fpr_se for cell in cells]),
    ):
        known = np.where(weight > 0, spread, 0.0)
        se.append(float(np.sqrt(((weight * known) ** 2).sum()) / weight.sum()))
    return (float(tpr), float(fpr), se[0], se[1])


def _covers(sides: list[CardSide], rows: Mapping[str, Iterable[object]]) -> bool:
    for name in ("domain", "language"):
        known = {x for side in sides for x in getattr(side, f"{name}s")}
        values = list(rows.get(name, ()))
        if known and values and sum(x in known for x in values) < COVERED * len(values):
            return False
    return True

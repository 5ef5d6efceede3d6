"""The user turns of a corpus as units to draw: their stratum and how uncertain they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.annotator import Annotation
from usergap.dialogues import Dialogue

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """Flat over all user turns: (dialogue, turn from 1), stratum, domain, uncertainty (n,)."""

    places: list[tuple[int, int]]
    strata: list[tuple[str, str]]
    domains: list[str]
    uncertainty: Floats


def units_of(
    dialogues: Sequence[Dialogue],
    found: Sequence[Annotation],
    dimensions: Sequence[str],
    uncertainty: Floats | None = None,
) -> Units:
    """Strata by simulator and the rarest label that was given to the turn.

    ``found``: labels of an annotator, missing ones are a stratum of their own;
    ``uncertainty``: see ``linear_uncertainty``; None: the same for all.
    """
    places: list[tuple[int, int]] = []
    labels: list[tuple[str, ...]] = []
    counts: dict[str, int] = {}
    for row, (dialogue, annotation) in enumerate(zip(dialogues, found, strict=True)):
        for turn in dialogue.turns:
            given = tuple(
                f"{name}.{label}"
                for name in dimensions
                for label in annotation.units[name][turn.number - 1] or ("missing",)
            )
            for one in given:
                counts[one] = counts.get(one, 0) + 1
            places.append((row, turn.number))
            labels.append(given)
    strata = []
    for (row, _), given in zip(places, labels, strict=True):
        dialogue = dialogues[row]
        rarest = min(given, key=lambda one: (counts[one], one))
        strata.append((dialogue.simulator or "", rarest))
    if uncertainty is None:
        uncertainty = np.full(len(places), 0.5)
    # strata by domain too would hold hardly a unit each: domains only order the list
    domains = [dialogues[row].domain or "" for row, _ in places]
    return Units(places, strata, domains, uncertainty)


def merged(annotations: Sequence[Annotation]) -> Annotation:
    """What several annotators of different dimensions say of one dialogue."""
    return Annotation({name: units for one in annotations for name, units in one.units.items()})


def linear_uncertainty(dialogues: Sequence[Dialogue], dimensions: Sequence[str]) -> Floats:
    """How near the shipped linear model was to deciding otherwise, per user turn, in 0..1.

    The rank of the smallest distance to a threshold over the labels of ``dimensions``
    (those it labels), turned so that the closest call is 1. Dialogues it never saw and
    those it was trained on are scored alike, out of fold.
    """
    from usergap.annotators.shipped_turns import CODES, turn_model
    from usergap.annotators.training_turns import assigned
    from usergap.annotators.turn_features import turn_features

    features = turn_features(dialogues)
    count = len(features.view)
    if not count:
        return np.zeros(0)
    model = turn_model()
    fold, _ = assigned(features.view, model.seen, model.fold, len(dialogues))
    margins = np.abs(model.margins(features, fold))
    owners = [name for name, codes in CODES.items() for _ in codes]
    asked = np.array([name in dimensions for name in owners])
    if not asked.any():
        return np.full(count, 0.5)
    nearest = margins[:, asked].min(axis=1)
    ranks = np.argsort(np.argsort(-nearest, kind="stable"), kind="stable")
    return np.asarray((ranks + 0.5) / count)

"""What gold labels say by themselves: people's agreement, and shares of all units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.annotator import Annotation
from usergap.annotators.sampling.estimates import Rate, prediction_powered
from usergap.annotators.sidecar import SidecarRow
from usergap.annotators.validation.agreement import nominal_alpha
from usergap.dialogues import Corpus, connected_groups
from usergap.dimensions import MEASURES


def people_agreement(rows: Sequence[SidecarRow], dimension: str) -> dict[str, float | None]:
    """Krippendorff's alpha per label among the annotators of a label file; empty for one.

    Over units that two or more of them labelled; None where a label never or always
    occurs there.
    """
    units: dict[tuple[str, int, int | None], list[frozenset[str]]] = {}
    for row in rows:
        if dimension in row.labels:
            key = (row.dialogue_id, row.turn, row.sentence)
            units.setdefault(key, []).append(frozenset(row.labels[dimension]))
    shared = [given for given in units.values() if len(given) > 1]
    if not shared:
        return {}
    return {
        label: nominal_alpha([[label in one for one in given] for given in shared])
        for label in MEASURES[dimension].labels
    }


@dataclass(frozen=True, slots=True)
class PopulationShare:
    """The share of all user turns with a label: by the annotator, and by people through it."""

    annotator: float
    people: Rate


def population_shares(
    corpus: Corpus, gold: Sequence[SidecarRow], found: Sequence[Annotation], dimension: str
) -> Mapping[str, PopulationShare]:
    """Prediction-powered shares of all user turns from a drawn sample; see ``annotate sample``.

    ``gold``: labels of the drawn turns with their inclusion probabilities; of several
    annotators' rows the first counts. A turn that the annotator gave nothing for
    counts as predicted without the label, which costs width and no bias. Empty where
    no drawn turn is in ``corpus``.
    """
    drawn: dict[tuple[str, int], SidecarRow] = {}
    for row in gold:
        if row.inclusion_p is not None and row.sentence is None and dimension in row.labels:
            drawn.setdefault((row.dialogue_id, row.turn), row)
    groups = connected_groups([d.conversation_id for d in corpus], [d.scenario_id for d in corpus])
    given_all: list[tuple[str, ...]] = []
    sample: list[tuple[int, SidecarRow, int]] = []
    for place, (dialogue, annotation) in enumerate(zip(corpus, found, strict=True)):
        for turn, given in zip(dialogue.turns, annotation.units[dimension], strict=True):
            if (dialogue.id, turn.number) in drawn:
                row = drawn[dialogue.id, turn.number]
                sample.append((len(given_all), row, groups[place]))
            given_all.append(given or ())
    if not sample:
        return {}
    inclusion = np.array([row.inclusion_p for _, row, _ in sample], np.float64)
    cluster = np.array([group for _, _, group in sample], np.int64)
    shares = {}
    for label in MEASURES[dimension].labels:
        predicted = np.array([label in given for given in given_all], np.float64)
        true = np.array([label in row.labels[dimension] for _, row, _ in sample], np.float64)
        mine = predicted[[at for at, _, _ in sample]]
        rate = prediction_powered(true, mine, inclusion, predicted, cluster)
        shares[label] = PopulationShare(float(predicted.mean()), rate)
    return shares


def population_lines(dimension: str, shares: Mapping[str, PopulationShare]) -> list[str]:
    """The shares as a table in plain text."""
    said = [f"{dimension}: share of all user turns, by the annotator and by people through it"]
    for label, one in shares.items():
        low, high = 100 * one.people.low, 100 * one.people.high
        # An unbiased value can pass 0 or 1; a share that is shown cannot.
        people = f"{100 * min(1.0, max(0.0, one.people.value)):5.1f} % [{low:.1f}, {high:.1f}]"
        said.append(f"  {label:29}{100 * one.annotator:5.1f} %  {people}")
    return said

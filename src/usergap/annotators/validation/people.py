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
from usergap.dimensions import MEASURES, Kind, Labels


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
    """Prediction-powered shares of all units from a drawn sample; see ``annotate sample``.

    Units are user turns; for what is judged per dialogue they are dialogues, where whole
    ones were drawn. ``gold``: labels of the drawn turns with their inclusion probabilities;
    of several annotators' rows the first counts. A unit that the annotator gave nothing
    for counts as predicted without the label, which costs width and no bias. Empty where
    no drawn unit is in ``corpus``.
    """
    drawn: dict[tuple[str, int], SidecarRow] = {}
    for row in gold:
        if row.inclusion_p is not None and row.sentence is None and dimension in row.labels:
            drawn.setdefault((row.dialogue_id, row.turn), row)
    whole = by_dialogue(gold, dimension)
    groups = connected_groups([d.conversation_id for d in corpus], [d.scenario_id for d in corpus])
    given_all: list[Labels] = []
    sample: list[_Drawn] = []
    for place, (dialogue, annotation) in enumerate(zip(corpus, found, strict=True)):
        units = annotation.units[dimension]
        rows = [drawn.get((dialogue.id, turn.number)) for turn in dialogue.turns]
        cells = [(given or (), [row]) for given, row in zip(units, rows, strict=True)]
        if whole:
            cells = [(tuple(x for given in units for x in given or ()), rows)] if rows else []
        for given, its in cells:
            known = [row for row in its if row is not None]
            if len(known) == len(its):
                said = {x for row in known for x in row.labels[dimension]}
                sample.append(_Drawn(len(given_all), said, known[0].inclusion_p, groups[place]))
            given_all.append(given)
    if not sample:
        return {}
    inclusion = np.array([one.inclusion for one in sample], np.float64)
    cluster = np.array([one.group for one in sample], np.int64)
    shares = {}
    for label in MEASURES[dimension].labels:
        predicted = np.array([label in given for given in given_all], np.float64)
        true = np.array([label in one.said for one in sample], np.float64)
        mine = predicted[[one.at for one in sample]]
        rate = prediction_powered(true, mine, inclusion, predicted, cluster)
        shares[label] = PopulationShare(float(predicted.mean()), rate)
    return shares


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawn unit: its place among all units, gold, inclusion probability, group."""

    at: int
    said: set[str]
    inclusion: float | None
    group: int


def by_dialogue(gold: Sequence[SidecarRow], dimension: str) -> bool:
    """Whether a dimension is judged per dialogue here: it is, and whole ones were drawn."""
    flags = MEASURES[dimension].kind is Kind.FLAGS
    return flags and any(row.dialogue_p is not None for row in gold)


def population_lines(
    dimension: str, shares: Mapping[str, PopulationShare], unit: str = "user turns"
) -> list[str]:
    """The shares as a table in plain text."""
    said = [f"{dimension}: share of all {unit}, by the annotator and by people through it"]
    for label, one in shares.items():
        low, high = 100 * one.people.low, 100 * one.people.high
        # An unbiased value can pass 0 or 1; a share that is shown cannot.
        people = f"{100 * min(1.0, max(0.0, one.people.value)):5.1f} % [{low:.1f}, {high:.1f}]"
        said.append(f"  {label:29}{100 * one.annotator:5.1f} %  {people}")
    return said

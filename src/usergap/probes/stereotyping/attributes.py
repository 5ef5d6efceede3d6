"""Attributes of users that are at hand without being asked for: counts of labels by dialogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from usergap.annotators import Annotation
from usergap.annotators.emotion import EmotionAnnotator
from usergap.dialogues import Dialogue
from usergap.dimensions import MEASURES
from usergap.probes.fingerprints.features import FEATURES, english_sums
from usergap.probes.inference import Floats
from usergap.probes.remembering import Memory

LABELLED: Final = ("intent", "feedback", "identity", "emotion")
_FORMALITY: Final = FEATURES.index("formality")


def attribute_counts(
    dialogues: Sequence[Dialogue],
    annotations: Sequence[Annotation],
    memory: Memory | None = None,
) -> dict[str, tuple[tuple[str, ...], Floats]]:
    """Labels and their counts (n × k) by attribute.

    Intent, feedback and identity by the annotations, emotion by the shipped annotator,
    formality (turns that are formal or not) by an English word list; in other languages the
    last two are left out. ``memory``: of the run, where there is one.
    """
    memory = memory or Memory()
    found = {
        name: _counted(annotations, name)
        for name in LABELLED[:3]
        if any(name in each.units for each in annotations)
    }
    if all(d.language in (None, "en", "English") for d in dialogues):
        found["emotion"] = _counted(memory.annotated(EmotionAnnotator(), dialogues), "emotion")
        told = memory.each(english_sums, dialogues)
        formal = np.array([[part[_FORMALITY] for part in each] for each in told])
        formal = formal.reshape(-1, 2)
        counts = np.column_stack([formal[:, 0], formal[:, 1] - formal[:, 0]])
        found["formality"] = (("formal", "informal"), counts)
    return {name: held for name, held in found.items() if held[1].sum() > 0}


def shares(counts: Mapping[str, tuple[tuple[str, ...], Floats]]) -> tuple[tuple[str, ...], Floats]:
    """Names "attribute: label" and each dialogue's share of its units with the label."""
    names = [f"{name}: {label}" for name, (labels, _) in counts.items() for label in labels]
    columns = []
    for _, held in counts.values():
        total = held.sum(axis=1, keepdims=True)
        columns.append(np.where(total > 0, held / np.where(total > 0, total, 1), np.nan))
    return tuple(names), np.hstack(columns) if columns else np.empty((0, 0))


def _counted(annotations: Sequence[Annotation], name: str) -> tuple[tuple[str, ...], Floats]:
    labels = tuple(MEASURES[name].labels)
    counts = np.zeros((len(annotations), len(labels)))
    column = {label: place for place, label in enumerate(labels)}
    for row, each in enumerate(annotations):
        for unit in each.units.get(name, ()):
            for label in unit or ():
                if label in column:
                    counts[row, column[label]] += 1
    return labels, counts

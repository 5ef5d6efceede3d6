"""From dialogues and annotators to the turns that an audit is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.annotator import Annotator
from usergap.annotators.offline import shipped_annotator
from usergap.annotators.training_overlap import trained_turns
from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.dimensions import Labels
from usergap.errors import InputError
from usergap.ledger.generator_audit.gray_zone import GrayZone, gray_zone
from usergap.ledger.generator_audit.teachers import Audit, Gold, audit


def audited(
    dialogues: Sequence[Dialogue],
    gold: Annotator,
    teachers: Mapping[str, Annotator],
    dimension: str,
) -> list[Audit]:
    """Audit annotators on the turns that ``gold`` labels. Raises InputError as ``audit``."""
    truth = labels_of(dialogues, gold, dimension)
    kept = [place for place, labels in enumerate(truth) if labels is not None]
    texts = [turn.text for dialogue in dialogues for turn in dialogue.turns]
    cluster = clusters_of(dialogues)
    told = {name: labels_of(dialogues, one, dimension) for name, one in teachers.items()}
    for name, labels in told.items():
        if all(labels[place] is None for place in kept):
            raise InputError(f"{name}: expected {dimension} labels of the gold turns, found none")
    return audit(
        {name: [labels[place] for place in kept] for name, labels in told.items()},
        Gold(
            tuple(texts[place] for place in kept),
            tuple(truth[place] or () for place in kept),
            cluster[np.array(kept, np.int64)],
        ),
    )


@dataclass(frozen=True, slots=True)
class TrainedOn:
    """Of ``turns`` that gold labels, how many the shipped annotator was trained on.

    ``seen`` of the dialogues' turns had no model that never saw them.
    """

    turns: int
    known: int
    seen: int


def trained_on(dialogues: Sequence[Dialogue], gold: Annotator, dimension: str) -> TrainedOn:
    """What of an audit of the shipped annotator is its own training data, by exact text."""
    truth = np.array([each is not None for each in labels_of(dialogues, gold, dimension)], bool)
    known = trained_turns(dialogues) & truth
    seen = shipped_annotator((dimension,)).annotate(dialogues) if known.any() else []
    return TrainedOn(int(truth.sum()), int(known.sum()), sum(one.seen for one in seen))


def gray(
    dialogues: Sequence[Dialogue], one: Annotator, other: Annotator, dimension: str
) -> GrayZone:
    """The gray zone of two annotators over the turns of dialogues."""
    return gray_zone(
        labels_of(dialogues, one, dimension),
        labels_of(dialogues, other, dimension),
        clusters_of(dialogues),
    )


def labels_of(
    dialogues: Sequence[Dialogue], annotator: Annotator, dimension: str
) -> list[Labels | None]:
    """One entry per user turn, dialogue after dialogue; None where there is no label."""
    if dimension not in annotator.dimensions:
        raise InputError(
            f"{annotator.name}: expected labels of {dimension}, found "
            f"{', '.join(annotator.dimensions) or 'none'}"
        )
    found = annotator.annotate(dialogues)
    return [labels for each in found for labels in each.units[dimension]]


def clusters_of(dialogues: Sequence[Dialogue]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The group of each user turn: dialogues of one scenario or conversation are one."""
    keys = ([d.scenario_id for d in dialogues], [d.conversation_id for d in dialogues])
    group = np.array(connected_groups(*keys), np.int64)
    return np.repeat(group, [len(d.turns) for d in dialogues])

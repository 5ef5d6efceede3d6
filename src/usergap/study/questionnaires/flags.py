"""Raters who may not have read along. Flags are fixed before a study begins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from usergap.study.questionnaires.placing import placed
from usergap.study.questionnaires.questionnaire import Questionnaire
from usergap.study.records import Answer, Study

FAST = 1.0
"""Seconds a question, of the median sheet."""
STRAIGHT = 6
"""Pairs of poles that a sheet must have before one column all along means anything."""


def flags_of(
    study: Study, forms: Sequence[Questionnaire], answers: Sequence[Answer]
) -> dict[str, tuple[str, ...]]:
    """Why a rater is flagged; raters without reproach are not in it."""
    found: dict[str, tuple[str, ...]] = {}
    questions = sum(len(form.questions) for form in forms)
    for rater in dict.fromkeys(one.rater for one in answers):
        mine = [one for one in answers if one.rater == rater]
        straight = sum(_straight(study, forms, one) for one in mine)
        each = float(np.median([one.seconds for one in mine])) / questions
        flags = []
        if straight:
            flags.append(f"the same column all along on {straight} of {len(mine)} sheets")
        if each < FAST:
            flags.append(f"{each:.1f} s a question (median)")
        if flags:
            found[rater] = tuple(flags)
    return found


def _straight(study: Study, forms: Sequence[Questionnaire], answer: Answer) -> bool:
    """One column for all pairs of poles, though half are turned; the middle column is left out."""
    columns = []
    middle = []
    for form in forms:
        rows = placed(form, seed=study.seed, item=answer.item, flipped=answer.flipped)
        for one in rows:
            told = answer.value.get(form.field(one.question))
            if told is not None and not one.question.text:
                columns.append(one.values(form.points).index(told))
                middle.append(2 * told == form.points + 1)
    return len(columns) >= STRAIGHT and len(set(columns)) == 1 and not all(middle)

"""What people said in questionnaires: means, reliability, differences of groups.

Only answers that people gave in this study enter (``Answer``: given under a session, with
its time). Questionnaires filled by a model are ``proxies.Proxy`` and have a table of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare.multiplicity import holm
from usergap.study.questionnaires.contrast import difference, mean_of
from usergap.study.questionnaires.flags import flags_of
from usergap.study.questionnaires.items import forms_of
from usergap.study.questionnaires.questionnaire import Questionnaire
from usergap.study.questionnaires.scoring import Sheet, coded, cronbach, scores
from usergap.study.records import Answer, Study

NOTICE = (
    "Factors are how people see a system, trust among them: none says whether it is right, "
    "and no number joins them."
)


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A factor in one group, on a scale from 1 to ``points``; ``unscored`` sheets have no score."""

    questionnaire: str
    factor: str
    group: str
    points: int
    sheets: int
    raters: int
    mean: Estimate
    unscored: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha of a factor within groups, over complete sheets."""

    questionnaire: str
    factor: str
    questions: int
    sheets: int
    left_out: int
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class Difference:
    """``one`` minus ``other``; ``p_holm`` over all differences of the study."""

    questionnaire: str
    factor: str
    one: str
    other: str
    raters: int
    difference: Estimate
    p: float | None
    p_holm: float | None


@dataclass(frozen=True, slots=True)
class People:
    """The human table."""

    sheets: int
    raters: int
    means: tuple[GroupMean, ...]
    reliability: tuple[Reliability, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireResults:
    """``without_flagged``: the same without flagged raters; None where nobody is flagged."""

    notice: str
    people: People
    flagged: dict[str, tuple[str, ...]]
    without_flagged: People | None


def questionnaire_results(study: Study, answers: Sequence[Answer]) -> QuestionnaireResults:
    """The results so far. Raises TypeError for anything that no rater of the study gave."""
    for one in answers:
        if not isinstance(one, Answer):
            raise TypeError(f"expected answers of people, found {type(one).__name__}")
    forms = forms_of(study)
    flagged = flags_of(study, forms, answers)
    kept = [one for one in answers if one.rater not in flagged]
    return QuestionnaireResults(
        NOTICE,
        people(forms, sheets_of(study, answers)),
        flagged,
        people(forms, sheets_of(study, kept)) if flagged else None,
    )


def sheets_of(study: Study, answers: Sequence[Answer]) -> list[Sheet]:
    """What people filled in, with what was shown."""
    items = [study.items[one.item] for one in answers]
    return [
        Sheet(one.rater, item.truth["group"], str(item.number), one.value)
        for one, item in zip(answers, items, strict=True)
    ]


def people(forms: Sequence[Questionnaire], sheets: Sequence[Sheet]) -> People:
    """Factor by factor, in the order in which they are asked."""
    means: list[GroupMean] = []
    reliability: list[Reliability] = []
    differences: list[Difference] = []
    groups = sorted({one.group for one in sheets})
    for form in forms if sheets else ():
        for factor in form.factors:
            means += [_mean(form, factor, sheets, group) for group in groups]
            reliability.append(_reliability(form, factor, sheets))
            scored = scores(form, factor, sheets)
            for one, other in combinations(groups, 2):
                found = difference(scored, one, other)
                differences.append(Difference(
                    form.name, factor, one, other, found.raters, found.estimate, found.p, None
                ))  # fmt: skip
    adjusted = holm([one.p for one in differences])
    return People(
        len(sheets),
        len({one.rater for one in sheets}),
        tuple(means),
        tuple(reliability),
        tuple(replace(one, p_holm=p) for one, p in zip(differences, adjusted, strict=True)),
    )


def _mean(form: Questionnaire, factor: str, sheets: Sequence[Sheet], group: str) -> GroupMean:
    scored = scores(form, factor, [one for one in sheets if one.group == group])
    found = mean_of(scored, group, form.points)
    return GroupMean(
        form.name, factor, group, form.points, len(scored.value), found.raters, found.estimate,
        scored.unscored,
    )  # fmt: skip


def _reliability(form: Questionnaire, factor: str, sheets: Sequence[Sheet]) -> Reliability:
    rows = coded(form, factor, sheets)
    whole = ~np.isnan(rows).any(axis=1)
    group = np.array([one.group for one in sheets], dtype=str)[whole]
    rater = np.array([one.rater for one in sheets], dtype=str)[whole]
    return Reliability(
        form.name, factor, rows.shape[1], int(whole.sum()), int((~whole).sum()),
        cronbach(rows[whole], group, rater),
    )  # fmt: skip

"""From filled questionnaires to factor scores, and how well a factor's questions hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.questionnaires.questionnaire import Questionnaire

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one rater said about one thing shown; ``values`` by field, None where left open."""

    rater: str
    group: str
    shown: str
    values: Mapping[str, int | None]


@dataclass(frozen=True)
class Scores:
    """Factor scores (n,) in points, with who gave them on what of which group.

    ``unscored``: sheets with fewer than half of the factor's questions answered.
    """

    value: Floats
    rater: NDArray[np.str_]
    group: NDArray[np.str_]
    shown: NDArray[np.str_]
    unscored: int


def coded(form: Questionnaire, factor: str, sheets: Sequence[Sheet]) -> Floats:
    """(sheets, questions) in points of the factor: reversed questions turned, NaN where open."""
    rows = np.full((len(sheets), len(form.of(factor))), np.nan)
    for at, sheet in enumerate(sheets):
        for column, question in enumerate(form.of(factor)):
            told = sheet.values.get(form.field(question))
            if told is not None:
                rows[at, column] = form.points + 1 - told if question.reverse else told
    return rows


def scores(form: Questionnaire, factor: str, sheets: Sequence[Sheet]) -> Scores:
    """A sheet's score is the mean of its answers, where at least half are there."""
    rows = coded(form, factor, sheets)
    there = ~np.isnan(rows)
    enough = 2 * there.sum(axis=1) >= rows.shape[1]
    value = np.where(there, rows, 0).sum(axis=1)[enough] / there.sum(axis=1)[enough]
    kept = [sheet for sheet, keep in zip(sheets, enough, strict=True) if keep]
    return Scores(
        value,
        np.array([one.rater for one in kept], dtype=str),
        np.array([one.group for one in kept], dtype=str),
        np.array([one.shown for one in kept], dtype=str),
        int((~enough).sum()),
    )


def cronbach(rows: Floats, group: NDArray[np.str_], rater: NDArray[np.str_]) -> Estimate:
    """Cronbach's alpha (1951) within groups, with Feldt's interval (1965).

    ``rows`` (n, k) complete. Means of groups are taken out first: that two systems differ is no
    reliability. (1 - alpha) / (1 - estimate) is F with d and d (k - 1) degrees of freedom, where d
    is n less the groups, but at most raters less one: sheets of one rater are alike.
    Undefined for one question, for d < 1, or where no total differs.
    """
    count, questions = rows.shape
    names, of = np.unique(group, return_inverse=True)
    free = min(count - len(names), len(np.unique(rater)) - 1)
    if questions < 2 or free < 1:
        return Estimate(None)
    means = np.stack([rows[of == at].mean(axis=0) for at in range(len(names))])
    rest = rows - means[of]
    total = float((rest.sum(axis=1) ** 2).sum())
    if total < 1e-9:
        return Estimate(None)
    value = questions / (questions - 1) * (1 - float((rest**2).sum()) / total)
    from scipy.stats import f

    low, high = (
        1 - (1 - value) * float(f.ppf(at, free, free * (questions - 1)))
        for at in ((1 + LEVEL) / 2, (1 - LEVEL) / 2)
    )
    return Estimate(value, low, high)

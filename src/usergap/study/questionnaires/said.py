"""The results of questionnaires as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.questionnaires.results import People, QuestionnaireResults


def lines(found: QuestionnaireResults) -> Iterator[str]:
    """What people said; the first line says whether there is anything."""
    if not found.people.sheets:
        yield "No answers yet."
        return
    yield from _table(found.people)
    if found.without_flagged is not None:
        yield ""
        yield f"Without {len(found.flagged)} flagged of {found.people.raters} raters:"
        yield from _table(found.without_flagged)
        for rater, flags in found.flagged.items():
            yield f"rater {rater}: {'; '.join(flags)}"
    yield found.notice


def _table(people: People) -> Iterator[str]:
    yield f"{people.sheets} sheets of {people.raters} raters"
    for mean in people.means:
        short = f", {mean.unscored} without a score" if mean.unscored else ""
        yield (
            f"{mean.questionnaire}, {mean.factor}: {mean.group} {shown(mean.mean)} "
            f"of 1-{mean.points} ({mean.sheets} sheets, {mean.raters} raters{short})"
        )
    for one in people.reliability:
        yield (
            f"{one.questionnaire}, {one.factor}: alpha {shown(one.alpha)} "
            f"({one.questions} questions, {one.sheets} complete sheets)"
        )
    for gap in people.differences:
        p = "" if gap.p_holm is None else f", p {p_shown(gap.p_holm)} (Holm)"
        yield (
            f"{gap.questionnaire}, {gap.factor}: {gap.one} minus {gap.other} "
            f"{shown(gap.difference)}{p}"
        )


def shown(one: Estimate) -> str:
    """Two places, with the interval where there is one."""
    if one.value is None:
        return "undefined"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} [{one.low:.2f}, {one.high:.2f}]"


def p_shown(p: float) -> str:
    """Three places, never 0."""
    return "< .001" if p < 0.001 else f"{p:.3f}"

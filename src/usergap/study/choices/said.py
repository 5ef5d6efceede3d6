"""The results of choices as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.study.blind.said import of
from usergap.study.choices.results import ChoiceResults, Ranking
from usergap.study.questionnaires.said import shown


def lines(found: ChoiceResults) -> Iterator[str]:
    """What people chose; the first line says whether there is anything."""
    if not found.ranking.choices:
        yield "No answers yet."
        return
    yield from _ranking(found.ranking)
    if found.without_flagged is not None:
        yield ""
        yield f"Without {len(found.flagged)} flagged of {found.ranking.raters} raters:"
        yield from _ranking(found.without_flagged)
        for rater, flags in found.flagged.items():
            yield f"rater {rater}: {'; '.join(flags)}"
    if found.position is not None:
        yield f"position: the left side in {of(found.position)}"


def _ranking(ranking: Ranking) -> Iterator[str]:
    yield f"{ranking.choices} choices of {ranking.raters} raters"
    if ranking.note:
        yield ranking.note
    for one in ranking.teachers:
        behind = "" if one.behind is None else f", behind the first by {shown(one.behind)}"
        yield f"{one.teacher}: chosen over another {shown(one.chosen)}{behind}"
    if ranking.why:
        yield f"not ranked: {ranking.why}"
    for duel in ranking.duels:
        share = "" if duel.share is None else f"; {duel.a} in {of(duel.share)}"
        yield (f"{duel.a} {duel.a_chosen} : {duel.b_chosen} {duel.b}, {duel.ties} ties{share}")

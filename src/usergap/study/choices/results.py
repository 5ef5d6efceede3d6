"""What people chose: teachers by Bradley and Terry (the ledger's fit), pair by pair, position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usergap.errors import InputError
from usergap.ledger.generator_audit.choices import Choice, Ranked, ranked
from usergap.study.blind.shares import LEAST, Share, share_of
from usergap.study.choices.votes import choices_of, flags_of
from usergap.study.records import Answer, Study


@dataclass(frozen=True, slots=True)
class Duel:
    """Two teachers. ``share``: of ``a`` among choices that were no tie; None without any."""

    a: str
    b: str
    a_chosen: int
    b_chosen: int
    ties: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """``why``: why teachers are not ranked, empty where they are."""

    choices: int
    raters: int
    teachers: tuple[Ranked, ...]
    duels: tuple[Duel, ...]
    why: str

    @property
    def note(self) -> str:
        """What a reader must know first; empty where there is nothing."""
        few = f"{self.raters} of at least {LEAST} raters: intervals speak of these raters alone."
        return few if 0 < self.raters < LEAST else ""


@dataclass(frozen=True, slots=True)
class ChoiceResults:
    """``position``: how often the left side was chosen, of choices that were no tie.

    ``without_flagged``: the ranking without flagged raters; None where nobody is flagged.
    """

    ranking: Ranking
    ties: int
    position: Share | None
    flagged: dict[str, tuple[str, ...]]
    without_flagged: Ranking | None


def choice_results(study: Study, answers: Sequence[Answer]) -> ChoiceResults:
    """The results so far."""
    flagged = flags_of(study, answers)
    kept = [one for one in answers if one.rater not in flagged]
    usual = [one for one in answers if not study.items[one.item].attention]
    sided = [one for one in usual if one.value["choice"] != "tie"]
    return ChoiceResults(
        ranking_of(choices_of(study, answers), study.seed),
        len(usual) - len(sided),
        share_of(
            np.array([one.value["choice"] == "left" for one in sided], dtype=bool),
            np.array([one.rater for one in sided], dtype=str),
            np.array([one.item for one in sided], dtype=np.int64),
        ),
        flagged,
        ranking_of(choices_of(study, kept), study.seed) if flagged else None,
    )


def ranking_of(choices: Sequence[Choice], seed: int) -> Ranking:
    """Teachers, the most chosen first, and each pair of them."""
    teachers: tuple[Ranked, ...] = ()
    why = "" if choices else "no choices yet"
    if choices:
        try:
            teachers = tuple(ranked(choices, seed=seed))
        except InputError as trouble:  # so far nothing connects all teachers
            why = str(trouble)
    pairs = sorted({(one.a, one.b) for one in choices})
    return Ranking(
        len(choices),
        len({one.rater for one in choices}),
        teachers,
        tuple(_duel([one for one in choices if (one.a, one.b) == pair]) for pair in pairs),
        why,
    )


def _duel(mine: Sequence[Choice]) -> Duel:
    count = {name: sum(one.choice == name for one in mine) for name in ("a", "b", "tie")}
    sided = [one for one in mine if one.choice != "tie"]
    _, task = np.unique([one.item for one in sided], return_inverse=True)
    share = share_of(
        np.array([one.choice == "a" for one in sided], dtype=bool),
        np.array([one.rater for one in sided], dtype=str),
        np.asarray(task, dtype=np.int64),
    )
    return Duel(mine[0].a, mine[0].b, count["a"], count["b"], count["tie"], share)

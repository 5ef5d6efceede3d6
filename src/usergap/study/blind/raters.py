"""An account of each rater, and why one is flagged. Flags are fixed before the study begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from usergap.study.blind.judgements import judgements_of, right
from usergap.study.records import Answer, Study

FAST = 3.0
"""Seconds: nobody reads two conversations in less."""
ONE_SIDED = 0.001
"""p of choosing one side so often by chance."""


@dataclass(frozen=True, slots=True)
class RaterAccount:
    """One rater; ``flags`` are sentences, empty for a rater without reproach.

    ``number`` counts from 1 those who answered, in the order in which they came.
    """

    rater: str
    number: int
    judged: int
    right: int
    seconds: float | None
    checks: int
    checks_passed: int
    flags: tuple[str, ...]


def accounts(study: Study, answers: Sequence[Answer]) -> list[RaterAccount]:
    """One account a rater who answered anything, in the order in which they came."""
    found = []
    for number, rater in enumerate(dict.fromkeys(one.rater for one in answers), start=1):
        mine = [one for one in answers if one.rater == rater]
        checks = [
            right(study, one, study.items[one.item])
            for one in mine
            if study.items[one.item].attention
        ]
        usual = judgements_of(study, mine)
        seconds = float(np.median(usual.seconds)) if len(usual) else None
        flags = []
        if checks and sum(checks) < len(checks):
            flags.append(f"failed {len(checks) - sum(checks)} of {len(checks)} attention checks")
        if seconds is not None and seconds < FAST:
            flags.append(f"answers in {seconds:.1f} s (median)")
        if len(usual) and binomtest(int(usual.first.sum()), len(usual)).pvalue < ONE_SIDED:
            flags.append(f"chose the first choice in {100 * usual.first.mean():.0f} % of answers")
        found.append(
            RaterAccount(
                rater, number, len(usual), int(usual.right.sum()), seconds,
                len(checks), sum(checks), tuple(flags),
            )
        )  # fmt: skip
    return found

"""A judge's card: how often it passes what people call right, and what they call wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.ledger.results.files import read_object

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usergap.annotators.validation.agreement_intervals import Estimate
    from usergap.ledger.results import ItemResult


@dataclass(frozen=True, slots=True)
class JudgeCard:
    """Counts on items that people judged: (passed by the judge, all), of right and wrong ones."""

    judge: str
    right: tuple[int, int]
    wrong: tuple[int, int]

    def __str__(self) -> str:
        return (
            f"the judge passes {self.right[0]} of {self.right[1]} that people call right and "
            f"{self.wrong[0]} of {self.wrong[1]} that they call wrong (its card)"
        )


def read_judge_card(path: Path, judge: str) -> JudgeCard:
    """``{"judge": …, "right": {"passed": …, "of": …}, "wrong": {…}}``. Raises InputError."""
    found = read_object(path)
    if found.get("judge") != judge:
        raise InputError(
            f"{path}: judge: expected {judge!r}, whose card it must be, found "
            f"{safe_repr(found.get('judge'))}"
        )
    return JudgeCard(judge, _counts(found, "right", path), _counts(found, "wrong", path))


def corrected(items: Sequence[ItemResult], card: JudgeCard) -> Estimate:
    """The score that people would have given (Rogan and Gladen 1978), with a safe 95 % interval.

    (p - f) / (s - f) with the judge's pass rate p, s on right and f on wrong items; the ends
    combine those of the three intervals, each at 1 - 0.05 / 3, so that all three hold together
    (Bonferroni). Undecided items count as not passed. None where the card does not tell right from
    wrong: s is not above f within its intervals.
    """
    import numpy as np

    from usergap.annotators.validation.agreement_intervals import (
        Estimate,
        Share,
        wilson,
    )
    from usergap.ledger.results.rates import share_of

    level = 1 - 0.05 / 3
    p = wilson(share_of(items), level)
    ends = [
        wilson(Share(passed / of, 0.0, float(of), of), level)
        for passed, of in (card.right, card.wrong)
    ]
    values = [p.value, p.low, p.high, *(x for e in ends for x in (e.value, e.low, e.high))]
    if any(x is None for x in values):
        return Estimate(None)
    p0, p_low, p_high, s0, s_low, s_high, f0, f_low, f_high = (float(x or 0.0) for x in values)
    if s_low <= f_high:
        return Estimate(None)
    made = [(p0 - f0) / (s0 - f0), (p_low - f_high) / (s_high - f_high),
            (p_high - f_low) / (s_low - f_low)]  # fmt: skip
    value, low, high = (float(np.clip(x, 0.0, 1.0)) for x in made)
    return Estimate(value, low, high)


def _counts(found: dict[str, Any], name: str, path: Path) -> tuple[int, int]:
    part = found.get(name)
    if not isinstance(part, dict):
        raise InputError(f"{path}: {name}: expected an object, found {safe_repr(part)}")
    passed, of = part.get("passed"), part.get("of")
    for key, value in (("passed", passed), ("of", of)):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
            raise InputError(f"{path}: {name}.{key}: expected a count, found {safe_repr(value)}")
    if not isinstance(passed, int) or not isinstance(of, int) or not passed <= of or not of:
        raise InputError(f"{path}: {name}: expected passed of at least one item, found {part}")
    return passed, of

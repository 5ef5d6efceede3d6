"""From an interval, a p-value and a margin to one of the four honest answers."""

from __future__ import annotations

from dataclasses import dataclass

from usergap.compare.comparison import Verdict

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and, where it is not self-evident, its reason in a sentence."""

    verdict: Verdict
    reason: str


def is_significant(adjusted_p: float | None) -> bool:
    """Whether an adjusted p rejects."""
    return adjusted_p is not None and adjusted_p < ALPHA


def judge(
    low: float | None,
    high: float | None,
    adjusted_p: float | None,
    margin: float | None,
    floor95: float | None,
    unknown: float = 0.0,
) -> Judgement:
    """Judge a computable row: close, differs or cannot tell, in this order.

    *close*: the interval's upper end lies below the margin (also when p is small),
    unless the floor's 95 % point reaches the margin: then the sample is too small
    to show closeness. *differs*: adjusted p < .05 and the interval's lower end,
    after correction, above 0. Else *cannot tell*. ``unknown`` is how far missing labels
    could move the distance at worst: with it the upper end must stay below the margin.
    """
    coarse = margin is not None and floor95 is not None and floor95 >= margin
    below = margin is not None and not coarse and high is not None and high < margin
    if below and high is not None and margin is not None and high + unknown < margin:
        return Judgement(Verdict.CLOSE, "the whole interval lies below the margin")
    significant = is_significant(adjusted_p)
    if significant and low is not None and low > 0:
        return Judgement(Verdict.DIFFERS, "")
    if significant:
        # From few groups the interval is the wider one; a correction widens it too.
        return Judgement(
            Verdict.CANNOT_TELL,
            "a significant raw gap, but its interval, with all that is uncertain, reaches 0",
        )
    if coarse:
        return Judgement(
            Verdict.CANNOT_TELL,
            "too few groups: two real samples of this size can lie further apart than the margin",
        )
    if below:
        return Judgement(
            Verdict.CANNOT_TELL, "the interval lies below the margin, but labels are missing"
        )
    if margin is None:
        return Judgement(
            Verdict.CANNOT_TELL, "no significant gap, and no margin to call it close by"
        )
    return Judgement(
        Verdict.CANNOT_TELL, "no significant gap, but a gap beyond the margin is not excluded"
    )

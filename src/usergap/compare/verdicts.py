"""From an interval, a p-value and a margin to one of the four honest answers."""

from __future__ import annotations

from dataclasses import dataclass

from usergap.compare.comparison import Verdict
from usergap.dimensions import Kind

ALPHA = 0.05
LARGEST = 1_000_000
"""Groups a side beyond which nothing is foretold."""
FEWEST_CLOSE = 20
"""Groups a side from which anything may be called close.

A kind of dialogue that makes 14 in 100, about the widest shipped margin, is missed by 20
groups in 5 of 100 samples, by 10 in 22, and its absence leaves no noise to see.
"""
TAIL = 0.5
LONG_TAILED = 200
"""Below this many groups a side the upper half of a number's interval counts half as much
again for closeness. A sample that missed a heavy tail is small in distance and in noise:
without this, numbers a margin apart are called close in up to 13 of 100 runs at 20 to 100
groups, with it in at most 6 (``docs/validity.md``)."""
DOUBTFUL = "by a yardstick whose own distance may be chance"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and, where it is not self-evident, its reason in a sentence."""

    verdict: Verdict
    reason: str


def tail(kind: Kind, groups: int, value: float | None, high: float | None) -> float:
    """How far beyond an interval's upper end a margin must lie, for heavy tails."""
    if kind is not Kind.NUMBER or groups >= LONG_TAILED or value is None or high is None:
        return 0.0
    return TAIL * (high - value)


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
    *,
    groups: int,
    tail: float = 0.0,
    weak: bool = False,
) -> Judgement:
    """Judge a computable row: close, differs or cannot tell, in this order.

    *close*: the interval's upper end lies below the margin (also when p is small),
    unless the floor's 95 % point reaches the margin, or the smaller side has fewer
    ``groups`` than ``FEWEST_CLOSE``: then the sample is too small to show closeness.
    *differs*: adjusted p < .05 and the interval's lower end, after correction, above 0.
    Else *cannot tell*. ``unknown`` is how far missing labels could move the distance at
    worst, ``tail`` how far heavy tails could: with both the upper end must stay below
    the margin. ``weak``: the annotator is known to tell no label from the others, so
    that it would find any two sides alike: never close.
    """
    coarse = margin is not None and floor95 is not None and floor95 >= margin
    few = groups < FEWEST_CLOSE
    below = margin is not None and not coarse and high is not None and high < margin
    surely = high is not None and margin is not None and high + unknown + tail < margin
    if below and surely and not few and not weak:
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
    if weak:
        return Judgement(
            Verdict.CANNOT_TELL,
            "no significant gap, and nothing can be called close by an annotator that hardly "
            "tells the labels apart",
        )
    if margin is not None and _too_narrow(margin, floor95, groups):
        return Judgement(
            Verdict.CANNOT_TELL,
            "no significant gap, and nothing can be called close by this yardstick: samples "
            "of real people are further apart by chance, however many there are",
        )
    if few and margin is not None:
        return Judgement(
            Verdict.CANNOT_TELL,
            f"too few groups: nothing is called close with fewer than {FEWEST_CLOSE} a side",
        )
    if coarse:
        return Judgement(
            Verdict.CANNOT_TELL,
            "too few groups: two real samples of this size can lie further apart than the margin",
        )
    if below and unknown > 0:
        return Judgement(
            Verdict.CANNOT_TELL, "the interval lies below the margin, but labels are missing"
        )
    if below:
        return Judgement(
            Verdict.CANNOT_TELL,
            f"the interval lies below the margin, but with fewer than {LONG_TAILED} groups "
            "a heavy tail may be missed",
        )
    if margin is None:
        return Judgement(
            Verdict.CANNOT_TELL, "no significant gap, and no margin to call it close by"
        )
    return Judgement(
        Verdict.CANNOT_TELL, "no significant gap, but a gap beyond the margin is not excluded"
    )


def _too_narrow(margin: float, floor95: float | None, groups: int) -> bool:
    """Whether not even ``LARGEST`` groups bring the floor below a margin; it falls as 1/sqrt(n)."""
    return margin <= 0 or groups * ((floor95 or 0.0) / margin) ** 2 > LARGEST

"""A group's mean, or the difference of two, where scores of one rater hang together.

Each rater counts the same, however much they filled in. Where no rater judged both groups the
test is Welch's (1947), where all judged both the paired t test; between the two the
variance takes in how alike a rater's two scores are, and the degrees of freedom are
Satterthwaite's (1946) over raters of one group, of the other, and of both.

Where a group has several conversations these are a sample too: the variance is then by raters
plus by conversations less by single scores (Cameron, Gelbach and Miller 2011), never less than
by either alone, with the smaller degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.questionnaires.scoring import LEVEL, Floats, Scores


@dataclass(frozen=True, slots=True)
class Contrast:
    """In points. ``raters``: of the groups together; ``p``: two-sided, of no difference."""

    estimate: Estimate
    raters: int
    p: float | None


def mean_of(scores: Scores, group: str, points: int) -> Contrast:
    """The mean of a group; the interval ends at the ends of the scale."""
    found = _contrast(scores, (group,))
    one = found.estimate
    low = None if one.low is None else max(1.0, one.low)
    high = None if one.high is None else min(float(points), one.high)
    return Contrast(Estimate(one.value, low, high), found.raters, None)


def difference(scores: Scores, one: str, other: str) -> Contrast:
    """The mean of ``one`` minus that of ``other``."""
    return _contrast(scores, (one, other))


def _contrast(scores: Scores, groups: tuple[str, ...]) -> Contrast:
    inside = np.isin(scores.group, groups)
    raters = len(np.unique(scores.rater[inside]))
    if not set(groups) <= set(scores.group.tolist()):
        return Contrast(Estimate(None), raters, None)
    side = scores.group[inside] != groups[0]
    rater, value = scores.rater[inside], scores.value[inside]
    weight = _weights(rater, side)
    means = np.array([np.average(value[side == at], weights=weight[side == at])
                      for at in (False, True) if (side == at).any()])  # fmt: skip
    found = float(means[0] - means[1]) if len(groups) > 1 else float(means[0])
    rest = np.where(side, -1, 1) * weight * (value - means[side.astype(int)])
    shown = np.char.add(np.char.add(scores.group[inside], "/"), scores.shown[inside])
    variance, freedom = _variance(rest, side, rater, shown)
    if variance is None or variance <= 1e-15:
        return Contrast(Estimate(found), raters, None)
    from scipy.special import stdtr, stdtrit

    error = float(np.sqrt(variance))
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(found) / error))
    return Contrast(Estimate(found, found - half, found + half), raters, p)


def _weights(rater: NDArray[np.str_], side: NDArray[np.bool_]) -> Floats:
    """(n,) summing to 1 in each group; each rater of a group has the same share."""
    weight = np.zeros(len(rater))
    for at in (False, True):
        mine = side == at
        if mine.any():
            _, of, counts = np.unique(rater[mine], return_inverse=True, return_counts=True)
            weight[mine] = 1 / (len(counts) * counts[of])
    return weight


def _variance(
    rest: Floats, side: NDArray[np.bool_], rater: NDArray[np.str_], shown: NDArray[np.str_]
) -> tuple[float | None, float]:
    by_rater = _by(rest, side, rater, needed=True)
    if by_rater is None:
        return None, 0.0
    by_shown = _by(rest, side, shown, needed=False)
    if by_shown is None:
        return by_rater
    single = _by(rest, side, np.array([str(at) for at in range(len(rest))]), needed=False)
    both = by_rater[0] + by_shown[0] - (0.0 if single is None else single[0])
    return max(by_rater[0], by_shown[0], both), min(by_rater[1], by_shown[1])


def _by(
    rest: Floats, side: NDArray[np.bool_], unit: NDArray[np.str_], *, needed: bool
) -> tuple[float, float] | None:
    """Variance and degrees of freedom by whole units.

    A group of a single unit has no variance by units: None where ``needed``, else the group's
    part is left out (the result holds for that unit), and None where all are.
    """
    names, of = np.unique(unit, return_inverse=True)
    sums = np.zeros((2, len(names)))
    member = np.zeros((2, len(names)), dtype=bool)
    for at in (0, 1):
        mine = side == bool(at)
        np.add.at(sums[at], of[mine], rest[mine])
        member[at, of[mine]] = True
        count = int(member[at].sum())
        if count == 1 and needed:
            return None
        sums[at] *= np.sqrt(count / (count - 1)) if count > 1 else 0.0
        member[at] &= count > 1
    square = sums.sum(axis=0) ** 2
    parts = [member[0] & ~member[1], member[1] & ~member[0], member[0] & member[1]]
    counted = [(float(square[part].sum()), max(1, int(part.sum()) - 1)) for part in parts]
    total = sum(variance for variance, _ in counted)
    if not member.any() or total <= 0:
        return None if not member.any() else (0.0, 1.0)
    return total, total**2 / sum(variance**2 / free for variance, free in counted)

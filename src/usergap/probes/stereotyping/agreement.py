"""Spread within groups, and agreement of simulated with real people: means over pairs.

Pairs are of one group and never of one block, so the means are U-statistics: resamples and
samples of any size estimate the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats, Statistic
from usergap.probes.stereotyping.answers import Answers


@dataclass(frozen=True)
class Pairs:
    """Totals and numbers of items over pairs of respondents (n × n), by group (n × G)."""

    total: Floats
    count: Floats
    member: Floats

    def means(self, one: Floats, other: Floats) -> Floats:
        """Mean per item over pairs of ``one``'s and ``other``'s weights, by group (B × G)."""
        above = ((one @ self.total) * other) @ self.member
        below = ((one @ self.count) * other) @ self.member
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)

    def over_groups(self, values: Floats, held: Floats | None = None) -> Floats:
        """Mean over groups, each by its respondents; groups without a value (or held) left out."""
        known = np.isfinite(values if held is None else values + held)
        size = known * self.member.sum(axis=0)
        total = size.sum(axis=1)
        return np.where(
            total > 0,
            (np.where(known, values, 0.0) * size).sum(axis=1) / np.where(total > 0, total, 1),
            np.nan,
        )


def closeness(answers: Answers, place: int) -> Floats:
    """Agreement of all pairs (n × n) on an item: 1 - |a - b| / range, or equal; NaN unanswered."""
    return 1 - _apart(answers, place)


def spread(answers: Answers, place: int) -> Floats:
    """((a - b) / range)² / 2 of all pairs, whose mean is the variance; of nominal ones a ≠ b.

    The mean over pairs of the latter is the Gini-Simpson index.
    """
    far = _apart(answers, place)
    return far if answers.nominal[place] else np.asarray(far**2 / 2)


def _apart(answers: Answers, place: int) -> Floats:
    x = answers.values[:, place]
    far = np.abs(x[:, None] - x[None, :])
    if answers.nominal[place]:
        return np.where(np.isnan(far), np.nan, far != 0)
    known = x[np.isfinite(x)]
    return np.asarray(far / (np.ptp(known) if known.size and np.ptp(known) > 0 else 1.0))


def eligible(answers: Answers) -> NDArray[np.bool_]:
    """Pairs of one group and of two blocks (n × n)."""
    same = answers.group[:, None] == answers.group[None, :]
    return np.asarray(same & (answers.block[:, None] != answers.block[None, :]))


def pairs(
    answers: Answers,
    of: Callable[[Answers, int], Floats],
    chosen: NDArray[np.bool_] | None = None,
) -> Pairs:
    """Totals over the ``chosen`` items, or all."""
    n = len(answers.key)
    held = eligible(answers)
    total, count = np.zeros((n, n)), np.zeros((n, n))
    for place in range(len(answers.items)):
        if chosen is None or chosen[place]:
            each = of(answers, place)
            known = held & np.isfinite(each)
            total += np.where(known, each, 0.0)
            count += known
    groups = np.unique(answers.group)
    member = (answers.group[:, None] == groups[None, :]).astype(float)
    return Pairs(total, count, member)


def spread_ratio(found: Pairs) -> Statistic:
    """Simulated spread within groups over that of real people: 1 where they vary alike."""

    def statistic(real: Floats, simulated: Floats) -> Floats:
        theirs, ours = found.means(simulated, simulated), found.means(real, real)
        below = found.over_groups(ours, theirs)
        above = found.over_groups(theirs, ours)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)

    return statistic


def pooled_spread_ratio(found: Pairs) -> Statistic:
    """The same over all pairs together, for sides whose groups are not of one kind."""

    def spread_of(weights: Floats) -> Floats:
        above, below = (
            ((weights @ held) * weights).sum(axis=1) for held in (found.total, found.count)
        )
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)

    def statistic(real: Floats, simulated: Floats) -> Floats:
        theirs = spread_of(real)
        with np.errstate(invalid="ignore"):
            return np.where(
                theirs > 0, spread_of(simulated) / np.where(theirs > 0, theirs, 1), np.nan
            )

    return statistic


def agreement(found: Pairs) -> Statistic:
    """How far a simulated and a real person of one group agree, from 0 to 1."""
    return lambda real, simulated: found.over_groups(found.means(simulated, real))


def human_agreement(found: Pairs) -> Statistic:
    """How far two real people of one group agree."""
    return lambda real, _simulated: found.over_groups(found.means(real, real))


def agreement_excess(found: Pairs) -> Statistic:
    """Agreement of simulated with real people minus that of real people: 0 where alike."""

    def statistic(real: Floats, simulated: Floats) -> Floats:
        across, among = found.means(simulated, real), found.means(real, real)
        return found.over_groups(across - among)

    return statistic


def predictability(answers: Answers) -> Floats:
    """How far two real people of one group agree on each item (m,); NaN where nobody can."""
    people = answers.subset(~answers.simulated)
    one = np.ones((1, len(people.key)))
    items = np.eye(len(people.items), dtype=bool)
    return np.array(
        [float(human_agreement(pairs(people, closeness, chosen))(one, one)[0]) for chosen in items]
    )

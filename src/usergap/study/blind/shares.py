"""A share of right judgements: exact interval, and one for judgements that hang together.

The exact interval (Clopper & Pearson 1934) takes judgements for independent. Judgements of one
rater, or of one conversation, are not: the wide interval speaks of other raters and other
conversations too. Its variance is that of the raters' sums plus that of the conversations' sums
(two-way clustering, Cameron, Gelbach & Miller 2011, without the third term, which they
subtract: so it errs on the wide side), on the log-odds scale, with Student's t of one degree of
freedom less than there are raters or conversations, whichever are fewer. It is never narrower
than the exact one. ``benchmarks/study.py`` measures what both cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betaincinv, expit, logit
from scipy.stats import fisher_exact, t

from usergap.study.blind.judgements import Bools, Strings

CHANCE = 0.5
LEAST = 3
"""Raters, and conversations, from which on there is a wide interval."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``n``; ``share`` and bounds in [0, 1], 95 %.

    ``low, high``: judgements independent; ``wide_low, wide_high``: over raters and conversations;
    None with fewer than three of either. ``p``: two-sided test of .5, the larger of the exact one
    and the wide one (None without a wide one).
    """

    n: int
    right: int
    share: float
    low: float
    high: float
    wide_low: float | None
    wide_high: float | None
    p: float | None

    @property
    def distance(self) -> tuple[float, float, float]:
        """|share - .5| in percentage points, and its interval: (low, high), folded at .5."""
        nearest = max(0.0, self.low - CHANCE, CHANCE - self.high)
        furthest = max(abs(self.low - CHANCE), abs(self.high - CHANCE))
        return 100 * abs(self.share - CHANCE), 100 * nearest, 100 * furthest


def share_of(right: Bools, rater: Strings, item: Ints) -> Share | None:
    """The share of right judgements, all counted alike; None without any."""
    n = len(right)
    if not n:
        return None
    hits = int(right.sum())
    p = min(1.0, 2 * float(bdtr(min(hits, n - hits), n, CHANCE)))  # symmetric at .5
    moves = (right - right.mean()) / n
    return _share(right, float(right.mean()), moves, _exact(right), p, rater, item)


def balanced_share_of(human: Bools, real: Bools, rater: Strings, item: Ints) -> Share | None:
    """The mean of right on real and on simulated users: balanced accuracy.

    It is .5 + (h_real - h_sim) / 2, with h the shares taken for ``human``: a rater who calls
    everybody human, or a surplus of real users, leaves it at .5. Its interval for independent
    judgements joins the exact ones of both shares (MOVER, Zou & Donner 2008); the test is
    Fisher's. None where either side has no judgement.
    """
    if real.all() or not real.any():
        return None
    ours, theirs = human[real], human[~real]
    balanced = 0.5 + (ours.mean() - theirs.mean()) / 2
    # what each judgement moves the estimate by
    moves = np.where(
        real, (human - ours.mean()) / len(ours), -(human - theirs.mean()) / len(theirs)
    )
    (low, high), (down, up) = _exact(ours), _exact(theirs)
    below = np.hypot(ours.mean() - low, up - theirs.mean()) / 2
    above = np.hypot(high - ours.mean(), theirs.mean() - down) / 2
    bounds = (max(0.0, float(balanced - below)), min(1.0, float(balanced + above)))
    table = np.array([[side.sum(), (~side).sum()] for side in (ours, theirs)])
    p = float(fisher_exact(table).pvalue)
    return _share(human == real, float(balanced), moves / 2, bounds, p, rater, item)


def _exact(yes: Bools) -> tuple[float, float]:
    """Clopper & Pearson's limits, as quantiles of beta distributions."""
    n, hits = len(yes), int(yes.sum())
    low = float(betaincinv(hits, n - hits + 1, 0.025)) if hits else 0.0
    high = float(betaincinv(hits + 1, n - hits, 0.975)) if hits < n else 1.0
    return low, high


def _share(
    right: Bools, share: float, moves: Floats, bounds: tuple[float, float], p: float,
    rater: Strings, item: Ints,
) -> Share:  # fmt: skip
    low, high = bounds
    wide_low = wide_high = both = None
    by_rater, by_item = _sums(moves, rater), _sums(moves, item)
    fewest = min(len(by_rater), len(by_item))
    if fewest >= LEAST:
        error = np.sqrt(_variance(by_rater) + _variance(by_item))
        wide_low, wide_high, both = low, high, p
        if error > 0 and 0 < share < 1:
            scaled = error / (share * (1 - share))  # on the log-odds scale (delta method)
            reach = t.ppf(0.975, fewest - 1) * scaled
            wide_low = min(low, float(expit(logit(share) - reach)))
            wide_high = max(high, float(expit(logit(share) + reach)))
            both = max(p, float(2 * t.sf(abs(logit(share)) / scaled, fewest - 1)))
    return Share(len(right), int(right.sum()), share, low, high, wide_low, wide_high, both)


def _sums(moves: Floats, of: Strings | Ints) -> Floats:
    names, at = np.unique(of, return_inverse=True)
    return np.asarray(np.bincount(at, moves, len(names)), dtype=np.float64)


def _variance(sums: Floats) -> float:
    """Of a total of clusters whose contributions sum to zero."""
    return float((sums**2).sum() * len(sums) / (len(sums) - 1))

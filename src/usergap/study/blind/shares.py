"""A share of right judgements: exact interval, and one for judgements that hang together.

The exact interval (Clopper & Pearson 1934) takes judgements for independent. Judgements of one
rater, or of one item, are not: the wide interval resamples raters and items at the same
time (pigeonhole bootstrap, Owen 2007, which errs on the wide side) and is never narrower.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from usergap.study.blind.judgements import Bools, Strings

CHANCE = 0.5
REPLICATES = 2000
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``n``; bounds are shares in [0, 1], 95 %.

    ``low, high``: exact, judgements independent; ``wide_low, wide_high``: raters and items
    drawn anew; None with fewer than two of either. ``p``: exact two-sided test of .5.
    """

    n: int
    right: int
    low: float
    high: float
    wide_low: float | None
    wide_high: float | None
    p: float

    @property
    def share(self) -> float:
        """Right of all."""
        return self.right / self.n

    @property
    def distance(self) -> tuple[float, float, float]:
        """|share - .5| in percentage points, and its interval: the exact one, folded at .5."""
        nearest = max(0.0, self.low - CHANCE, CHANCE - self.high)
        furthest = max(abs(self.low - CHANCE), abs(self.high - CHANCE))
        return 100 * abs(self.share - CHANCE), 100 * nearest, 100 * furthest


def share_of(right: Bools, rater: Strings, item: NDArray[np.int64], seed: int) -> Share | None:
    """The share of right judgements, or None without any."""
    n = len(right)
    if not n:
        return None
    test = binomtest(int(right.sum()), n, CHANCE)
    exact = test.proportion_ci(0.95, method="exact")
    wide = _wide(right, rater, item, seed)
    low, high = float(exact.low), float(exact.high)
    if wide is not None:
        wide = (min(low, wide[0]), max(high, wide[1]))
    wide_low, wide_high = (None, None) if wide is None else wide
    return Share(n, int(right.sum()), low, high, wide_low, wide_high, float(test.pvalue))


def _wide(
    right: Bools, rater: Strings, item: NDArray[np.int64], seed: int
) -> tuple[float, float] | None:
    who, by = np.unique(rater, return_inverse=True)
    what, of = np.unique(item, return_inverse=True)
    if len(who) < 2 or len(what) < 2:
        return None
    draw = np.random.default_rng(seed)
    weights_who = draw.multinomial(len(who), np.full(len(who), 1 / len(who)), REPLICATES)
    weights_what = draw.multinomial(len(what), np.full(len(what), 1 / len(what)), REPLICATES)
    hit = np.zeros((len(who), len(what)))
    every = np.zeros((len(who), len(what)))
    np.add.at(hit, (by, of), right)
    np.add.at(every, (by, of), 1)
    upper = np.einsum("br,ri,bi->b", weights_who, hit, weights_what, optimize=True)
    lower = np.einsum("br,ri,bi->b", weights_who, every, weights_what, optimize=True)
    found: Floats = upper[lower > 0] / lower[lower > 0]
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)

"""Variety at equal amounts: log ratios of two sides, with intervals by subsampling.

A Vendi score and a share of distinct n-grams depend on the amount of text, and copies lower
them: resamples with replacement hold copies of groups, so the plain bootstrap lies below the
value itself. Here whole groups are drawn without replacement, nine tenths of the amount:
with a share f of a side drawn, its variance times f / (1 - f) is that of the whole side
(Politis, Romano and Wolf 1999, with the finite correction: b groups of N have the variance
σ²/b (1 - b/N)). Not half of it: both measures grow with the amount, and their error on the log
scale with it, so that halves gave intervals that held the null in 88 % of splits of people.
A few long dialogues hold much of the text, which subsamples by amount tell too little of: the
error is at least that of two samples of real users, cut from the real side by groups.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from usergap.probes.figures import judged
from usergap.probes.finding import Figure, Level
from usergap.probes.inference import FEWEST_GROUPS, NORMAL

KEPT = 0.9
"""Of the amount, in subsamples."""
VALUES, DRAWS, CUTS = 20, 80, 40
"""Orders whose mean is the value, subsamples for its error, cuts of the real side."""

Variety = Callable[[Sequence[int], int], float]
"""Of members in some order, and the amount of what they hold that is looked at: the variety."""


@dataclass(frozen=True)
class Side:
    """Members of one side: their group and the amount (openings, n-grams) that each holds."""

    members: NDArray[np.int64]
    block: NDArray[np.int64]
    amount: NDArray[np.int64]

    def order(self, rng: np.random.Generator) -> list[int]:
        """Members in random order of whole groups."""
        names, place = np.unique(self.block, return_inverse=True)
        drawn = np.argsort(rng.permutation(names.size)[place], kind="stable")
        return [int(member) for member in self.members[drawn]]

    def only(self, keep: NDArray[np.bool_]) -> Side:
        """Some of the members."""
        return Side(self.members[keep], self.block[keep], self.amount[keep])

    @property
    def total(self) -> int:
        """The amount of the whole side."""
        return int(self.amount.sum())


def log_ratio(
    real: Side, simulated: Side, of: Variety, most: int, rng: np.random.Generator
) -> tuple[int, tuple[float, float], float]:
    """The amount, the variety of both sides at it, and the error of their ratio's log."""
    amount = min(real.total, simulated.total, most)
    values = []
    variance = 0.0
    for side in (real, simulated):
        values.append(_mean_of(side, of, amount, VALUES, rng))
        part = int(KEPT * amount)
        drawn = [math.log(of(side.order(rng), part)) for _ in range(DRAWS)]
        share = part / side.total
        variance += float(np.var(drawn, ddof=1)) * share / (1 - share)
    groups = int(np.unique(simulated.block).size)
    error = max(math.sqrt(variance), cut_error(real, groups, of, most, rng))
    return amount, (values[0], values[1]), error


def cut_error(real: Side, groups: int, of: Variety, most: int, rng: np.random.Generator) -> float:
    """The error of the log ratio where ``groups`` more of the same people were the other side.

    The real side is cut in two again and again; n1 and n2 groups of a cut have the variance
    σ²(1/n1 + 1/n2), which is brought to the sizes at hand.
    """
    names = np.unique(real.block)
    cut = min(groups, names.size // 2)
    logs = []
    for _ in range(CUTS):
        chosen = np.isin(real.block, rng.permutation(names)[:cut])
        one, other = real.only(~chosen), real.only(chosen)
        amount = min(one.total, other.total, most)
        if amount < 1:
            continue
        first, second = (_mean_of(side, of, amount, VALUES // 4, rng) for side in (one, other))
        logs.append(math.log(second / first))
    if len(logs) < 2:
        return 0.0
    scale = (1 / groups + 1 / names.size) / (1 / cut + 1 / (names.size - cut))
    return float(np.std(logs, ddof=1)) * math.sqrt(scale)


def _mean_of(side: Side, of: Variety, amount: int, orders: int, rng: np.random.Generator) -> float:
    """The variety at an amount, over random orders where the side holds more."""
    count = orders if side.total > amount else 1
    return float(np.mean([of(side.order(rng), amount) for _ in range(count)]))


def variety_figure(
    figure: Figure, real: Side, simulated: Side, of: Variety, most: int, seed: Sequence[int]
) -> Figure:
    """The figure (name, title, unit, margin) with the log of simulated / real at one amount.

    Beside it both sides' values; p is that of the normal distribution, as the interval. Where
    little is there it is undefined.
    """
    groups = [np.unique(side.block).size for side in (real, simulated)]
    if min(groups) < FEWEST_GROUPS or min(real.total, simulated.total) < 2 * FEWEST_GROUPS:
        return replace(figure, value=None, reason=f"needs {FEWEST_GROUPS} groups with text a side")
    amount, (own, other), error = log_ratio(
        real, simulated, of, most, np.random.default_rng(list(seed))
    )
    value = math.log(other / own)
    low, high = value - NORMAL * error, value + NORMAL * error
    p = float(2 * norm.sf(abs(value) / error)) if error > 0 else float(value == 0)
    verdict, reason = judged(low, high, p, 0.0, figure.margin)
    return replace(
        figure,
        title=figure.title.format(amount=amount),
        value=value,
        low=low,
        high=high,
        p=p,
        null=0.0,
        verdict=verdict,
        reason=reason,
        beside=(Level("real, itself", own), Level("simulated, itself", other)),
        headline=False,
    )


def side_of(
    places: Sequence[int], block: NDArray[np.int64], ids: Sequence[str], amount: Sequence[int]
) -> Side:
    """A side whose random orders do not depend on the order in which it is given.

    ``places``, ``block`` and ``amount`` are those of the members, ``ids`` name them.
    """
    first: dict[int, str] = {}
    for one, name in zip(block.tolist(), ids, strict=True):
        first[one] = min(first.get(one, name), name)
    rank = {one: number for number, one in enumerate(sorted(first, key=lambda one: first[one]))}
    order = sorted(range(len(ids)), key=lambda i: (rank[int(block[i])], ids[i]))
    return Side(
        np.asarray(places, np.int64)[order],
        np.array([rank[int(block[i])] for i in order], np.int64),
        np.asarray(amount, np.int64)[order],
    )

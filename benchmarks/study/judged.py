"""Judgements with a known truth: raters and conversations differ, as in a logistic mixed model.

The truth is the mean probability over all raters and conversations that there could be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from usergap.study.assignment import assign
from usergap.study.records import Item

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """``truth``: share right; SDs of raters and conversations are on the log-odds scale."""

    truth: float
    raters: int
    items: int
    per_rater: int
    rater_sd: float
    item_sd: float


@lru_cache(maxsize=64)
def rows(world: World, seed: int) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Who judges what, by the balanced lists of a study."""
    items = [Item(at, {}) for at in range(world.items)]
    given: dict[tuple[int, bool], int] = {}
    who, what = [], []
    for rater in range(world.raters):
        mine = assign(items, given, count=world.per_rater, checks=0, seed=seed, rater=rater)
        for one in mine:
            given[one.item, one.flipped] = given.get((one.item, one.flipped), 0) + 1
            who.append(str(rater))
            what.append(one.item)
    return np.array(who), np.array(what)


@lru_cache
def centre(truth: float, spread: float) -> float:
    """The log-odds around which normal effects of this SD give ``truth`` on average."""
    if spread == 0:
        return float(logit(truth))
    points, weights = np.polynomial.hermite_e.hermegauss(101)
    weights = weights / weights.sum()
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        if (weights * expit(middle + spread * points)).sum() < truth:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def pairs(world: World, who: NDArray[np.str_], what: NDArray[np.int64], seed: int) -> Bools:
    """Right or not, in a study of pairs."""
    draw = np.random.default_rng(seed)
    at = centre(world.truth, float(np.hypot(world.rater_sd, world.item_sd)))
    by = draw.normal(0, world.rater_sd, world.raters)[who.astype(int)]
    of = draw.normal(0, world.item_sd, world.items)[what]
    return draw.random(len(who)) < expit(at + by + of)


def single(
    world: World, who: NDArray[np.str_], what: NDArray[np.int64], seed: int
) -> tuple[Bools, Bools]:
    """Taken for human, and whether it was one: even items are real, raters lean by ``rater_sd``.

    Shares taken for human are .5 +- (truth - .5), so that balanced accuracy is ``truth``.
    """
    draw = np.random.default_rng(seed)
    spread = float(np.hypot(world.rater_sd, world.item_sd))
    real = what % 2 == 0
    at = np.where(real, centre(world.truth, spread), centre(1 - world.truth, spread))
    lean = draw.normal(0, world.rater_sd, world.raters)[who.astype(int)]
    of = draw.normal(0, world.item_sd, world.items)[what]
    return draw.random(len(who)) < expit(at + lean + of), real

"""From a statistic to its interval, p-value and real-against-real level, by whole groups.

A statistic is one vectorised function of weights: ``statistic(real, simulated)`` takes two
arrays (B × n) that say how often each of n items counts on the real and on the simulated
side, and gives B values. Sample, bootstrap, permutation and real-against-real splits are
the same function of other weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from usergap.errors import UndefinedMeasureError

Floats = NDArray[np.float64]
Statistic = Callable[[Floats, Floats], Floats]
ALPHA = 0.05
FEWEST_GROUPS = 5
SPLITS = 60
CHUNK = 100
NORMAL = 1.959964
"""Standard errors on each side of a 95 % interval."""
Interval = Literal["percentile", "normal"]


@dataclass(frozen=True)
class Items:
    """n items on two sides; ``block`` numbers the unit of resampling that each belongs to.

    A block with items on both sides is a pair: it is resampled as one, and permuted by
    swapping its sides.
    """

    block: NDArray[np.int64]
    simulated: NDArray[np.bool_]

    def groups(self) -> tuple[int, int]:
        """The number of blocks with items on the real and on the simulated side."""
        return (
            int(np.unique(self.block[~self.simulated]).size),
            int(np.unique(self.block[self.simulated]).size),
        )


@dataclass(frozen=True)
class Estimate:
    """A statistic with its uncertainty; ``split`` is (mean, low, high) of real against real."""

    value: float
    low: float
    high: float
    p: float | None
    split: tuple[float, float, float] | None
    groups: tuple[int, int]


def estimate(
    items: Items,
    statistic: Statistic,
    *,
    null: float,
    seed: int,
    name: str,
    replicates: int = 500,
    splits: int = SPLITS,
    permuted: Floats | None = None,
    interval: Interval = "percentile",
) -> Estimate:
    """The statistic on the sample, its 95 % interval, permutation p and real-against-real level.

    The interval is the percentile bootstrap over blocks (Efron 1979), for statistics that
    are smooth at ``null``: signed differences, ratios, areas under curves; not distances,
    which cannot fall below their null. ``interval="normal"`` takes only its standard error from
    the resamples, for statistics that a resample shifts (noise is added to the noise of the
    sample: what is below a distance's floor counts twice). Where the permutation test does not
    reject, the interval reaches to the null: for rare events the percentile interval alone
    covered it in 78 % of real-against-real splits.
    p = (1 + #{|T* - null| >= |T - null|}) / (1 + B).
    ``permuted``: values under ``deals`` of the sides, where the statistic itself depends on them
    (a classifier is fitted anew). Raises UndefinedMeasureError for fewer than 5 groups on a
    side or a value that is not finite.
    """
    groups = items.groups()
    if min(groups) < FEWEST_GROUPS:
        raise UndefinedMeasureError(
            f"needs {FEWEST_GROUPS} groups of dialogues on each side, found"
            f" {groups[0]} real and {groups[1]} simulated"
        )
    one = np.ones((1, items.block.size))
    value = float(statistic(one * ~items.simulated, one * items.simulated)[0])
    if not np.isfinite(value):
        raise UndefinedMeasureError("the sample gives no value")
    drawn = bootstrap(items, statistic, replicates, seed, name)
    drawn = drawn[np.isfinite(drawn)]
    if drawn.size < replicates / 2:
        raise UndefinedMeasureError("most resamples give no value: too little was seen")
    low, high = _ends(value, drawn, interval)
    if permuted is None:
        permuted = permutations(items, statistic, replicates, seed, name)
    permuted = permuted[np.isfinite(permuted)]
    p = None
    if permuted.size:
        extreme = np.abs(permuted - null) >= abs(value - null) - 1e-12
        p = float((1 + extreme.sum()) / (1 + permuted.size))
        if p >= ALPHA:
            low, high = min(low, null), max(high, null)
    return Estimate(
        value, float(low), float(high), p, split_level(items, statistic, splits, seed, name), groups
    )


def one_sided(
    items: Items,
    statistic: Statistic,
    *,
    seed: int,
    name: str,
    replicates: int = 500,
    interval: Interval = "percentile",
) -> Estimate:
    """A statistic that is described, not tested: its value and 95 % interval.

    There is no null, hence no p; ``interval`` as in ``estimate``. Raises UndefinedMeasureError
    as ``estimate`` does.
    """
    groups = items.groups()
    if groups[1] < FEWEST_GROUPS:
        raise UndefinedMeasureError(
            f"needs {FEWEST_GROUPS} groups of simulated dialogues, found {groups[1]}"
        )
    one = np.ones((1, items.block.size))
    value = float(statistic(one * ~items.simulated, one * items.simulated)[0])
    drawn = bootstrap(items, statistic, replicates, seed, name)
    drawn = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or drawn.size < replicates / 2:
        raise UndefinedMeasureError("the sample gives no value")
    low, high = _ends(value, drawn, interval)
    return Estimate(value, float(low), float(high), None, None, groups)


def _ends(value: float, drawn: Floats, interval: Interval) -> tuple[float, float]:
    """The 95 % interval from a value and its resamples."""
    if interval == "normal":
        reach = NORMAL * float(drawn.std())
        return value - reach, value + reach
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def bootstrap(items: Items, statistic: Statistic, replicates: int, seed: int, name: str) -> Floats:
    """The statistic on resamples of whole blocks, (replicates,)."""
    rng = _rng(seed, "bootstrap", name)
    _, block = np.unique(items.block, return_inverse=True)
    kinds = _kinds(items, block)
    found = []
    for size in _chunks(replicates):
        weights = np.zeros((size, kinds.size))
        for kind in range(3):  # real only, both, simulated only: each keeps its number of blocks
            place = np.flatnonzero(kinds == kind)
            if place.size:
                drawn = rng.integers(place.size, size=(size, place.size))
                offset = np.arange(size)[:, None] * place.size
                counts = np.bincount((drawn + offset).ravel(), minlength=size * place.size)
                weights[:, place] = counts.reshape(size, place.size)
        each = weights[:, block]
        found.append(statistic(each * ~items.simulated, each * items.simulated))
    return np.concatenate(found)


def permutations(
    items: Items, statistic: Statistic, replicates: int, seed: int, name: str
) -> Floats:
    """The statistic under the null, (replicates,)."""
    found = [
        statistic((~sides).astype(float), sides.astype(float))
        for sides in deals(items, replicates, seed, name)
    ]
    return np.concatenate(found)


def deals(items: Items, replicates: int, seed: int, name: str) -> Iterator[NDArray[np.bool_]]:
    """Who is simulated under the null, in chunks (b × n).

    Sides are swapped within pairs; other blocks are dealt anew.
    """
    rng = _rng(seed, "permutation", name)
    _, block = np.unique(items.block, return_inverse=True)
    kinds = _kinds(items, block)
    pairs, single = np.flatnonzero(kinds == 1), np.flatnonzero(kinds != 1)
    was = kinds[single] == 2
    for size in _chunks(replicates):
        swap = np.zeros((size, kinds.size), bool)
        swap[:, pairs] = rng.random((size, pairs.size)) < 0.5
        swap[:, single] = rng.permuted(np.tile(was, (size, 1)), axis=1) != was
        yield items.simulated ^ swap[:, block]


def split_level(
    items: Items, statistic: Statistic, splits: int, seed: int, name: str
) -> tuple[float, float, float] | None:
    """Mean and 95 % range of the statistic between two disjoint sets of real blocks.

    The second has as many blocks as the simulated side, at most half. None where the
    real side has too few.
    """
    blocks = np.unique(items.block[~items.simulated])
    second = min(items.groups()[1], blocks.size // 2)
    if second < FEWEST_GROUPS or not splits:
        return None
    rng = _rng(seed, "split", name)
    chosen = np.zeros((splits, items.block.size), bool)
    for row in chosen:
        row[np.isin(items.block, rng.choice(blocks, second, replace=False))] = True
    real = ~items.simulated
    values = statistic((real & ~chosen).astype(float), (real & chosen).astype(float))
    values = values[np.isfinite(values)]
    if not values.size:
        return None
    low, high = np.quantile(values, (0.025, 0.975))
    return float(values.mean()), float(low), float(high)


def _kinds(items: Items, block: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per block: 0 real only, 1 both, 2 simulated only."""
    count = int(block.max()) + 1
    real = np.bincount(block[~items.simulated], minlength=count) > 0
    simulated = np.bincount(block[items.simulated], minlength=count) > 0
    return np.where(real & simulated, 1, np.where(simulated, 2, 0))


def _chunks(replicates: int) -> list[int]:
    whole, rest = divmod(replicates, CHUNK)
    return [CHUNK] * whole + ([rest] if rest else [])


def _rng(seed: int, purpose: str, name: str) -> np.random.Generator:
    key = hashlib.sha256(f"{seed}:{purpose}:{name}".encode()).digest()
    return np.random.default_rng(np.frombuffer(key, np.uint32))

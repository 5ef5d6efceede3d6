"""Correlation over domains: r with its interval, its ceiling, and concordance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from usergap.compare.observations import Observations
from usergap.compare.sides import Floats, Integers, Sides

FEWEST_DOMAINS = 4


def pearson(x: ArrayLike, y: ArrayLike) -> float | None:
    """Pearson's r of two (k,) arrays; None where one of them is constant or k < 2."""
    left, right = np.asarray(x, np.float64), np.asarray(y, np.float64)
    found = correlations(left[:, None], right[:, None])[0] if left.size > 1 else np.nan
    return float(found) if np.isfinite(found) else None


def correlations(x: Floats, y: Floats) -> Floats:
    """Pearson's r along the first axis, NaN where a column is constant: (k, m) -> (m,)."""
    left, right = x - x.mean(axis=0), y - y.mean(axis=0)
    scale = np.sqrt((left**2).sum(axis=0) * (right**2).sum(axis=0))
    flat = scale <= 1e-12 * np.maximum(1.0, np.abs(x).max(axis=0) * np.abs(y).max(axis=0))
    ratio = (left * right).sum(axis=0) / np.where(flat, 1.0, scale)
    return np.asarray(np.where(flat, np.nan, np.clip(ratio, -1.0, 1.0)))


def fisher_interval(r: float, k: int, level: float = 0.95) -> tuple[float, float] | None:
    """tanh(atanh r +- z / sqrt(k - 3)) over k domains (Fisher 1921).

    None for k < 4, and for r = 1 or -1, of which atanh is infinite: figures that lie on a
    line show no error to make an interval from, which does not mean that there is none.

    >>> [round(end, 2) for end in fisher_interval(0.5, 16)]
    [0.01, 0.8]
    """
    if k < FEWEST_DOMAINS or abs(r) >= 1.0:
        return None
    reach = NormalDist().inv_cdf(0.5 + level / 2) / sqrt(k - 3)
    return (tanh(atanh(r) - reach), tanh(atanh(r) + reach))


def concordance(x: ArrayLike, y: ArrayLike) -> float | None:
    """Lin's concordance 2 s_xy / (s_x^2 + s_y^2 + (mean x - mean y)^2) (Lin 1989).

    Variances are divided by k, as there. 1 only for equal figures in every domain.
    None for fewer than two domains, or where all figures are one number.
    """
    left, right = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if left.size < 2:
        return None
    shared = ((left - left.mean()) * (right - right.mean())).mean()
    total = left.var() + right.var() + (left.mean() - right.mean()) ** 2
    return float(2 * shared / total) if total > 0 else None


def spearman_brown(r: float) -> float:
    """The reliability of the whole from the correlation of its halves: 2r / (1 + r).

    0 where the halves do not agree (Spearman 1910, Brown 1910).
    """
    return 2 * r / (1 + r) if r > 0 else 0.0


def ceiling(real: float | None, simulated: float | None) -> float | None:
    """The largest expected r between two noisy figures: sqrt(rel x rel) (Spearman 1904)."""
    if not real or not simulated:
        return None
    return sqrt(real * simulated)


@dataclass(frozen=True)
class Blocks:
    """One side's figures before they are averaged: sums and masses per block.

    ``sums`` and ``mass`` (blocks, features): figure = sum of sums / sum of mass;
    ``domain`` (blocks,) numbers the domains from 0.
    """

    sums: Floats
    mass: Floats
    domain: Integers

    @classmethod
    def of(cls, domains: Sequence[tuple[Sides, Observations]], real: bool) -> Blocks:
        """One side's sums and masses per block, over all domains; one feature a label."""
        sums, mass, domain = [], [], []
        for number, (sides, seen) in enumerate(domains):
            mine = (sides.real if real else ~sides.real) & seen.defined
            block = np.unique(sides.block[mine], return_inverse=True)[1]
            weight = sides.weight[mine, None]
            totals: Floats = np.zeros((2, int(block.max(initial=-1)) + 1, seen.values.shape[1]))
            np.add.at(totals[0], block, seen.values[mine] * weight)
            np.add.at(
                totals[1], block, np.ones_like(totals[1, 0]) * seen.units[mine, None] * weight
            )
            sums.append(totals[0])
            mass.append(totals[1])
            domain.append(np.full(totals.shape[1], number, np.int64))
        return cls(np.concatenate(sums), np.concatenate(mass), np.concatenate(domain))

    def figures(self) -> Floats:
        """One figure a domain and feature, (domains, features); NaN without mass."""
        domains = int(self.domain.max(initial=-1)) + 1
        totals: Floats = np.zeros((2, domains, self.sums.shape[1]))
        np.add.at(totals[0], self.domain, self.sums)
        np.add.at(totals[1], self.domain, self.mass)
        return _ratio(totals[0], totals[1])

    def reliability(self, splits: int, rng: np.random.Generator) -> list[float | None]:
        """Split-half reliability of each feature's domain figures, stepped up.

        In every split each domain's blocks are halved at random; the halves' figures
        are correlated over domains, and r is averaged over the splits.
        """
        halves: list[list[Floats]] = [[], []]
        for domain in range(int(self.domain.max(initial=-1)) + 1):
            rows = np.flatnonzero(self.domain == domain)
            chosen = _half(rng, splits, rows.size)
            for side, weights in enumerate((chosen, 1.0 - chosen)):
                halves[side].append(_ratio(weights @ self.sums[rows], weights @ self.mass[rows]))
        left, right = (np.stack(half) for half in halves)
        found = []
        for feature in range(self.sums.shape[1]):
            r = correlations(left[:, :, feature], right[:, :, feature])
            known = r[np.isfinite(r)]
            found.append(spearman_brown(float(known.mean())) if known.size else None)
        return found


def _half(rng: np.random.Generator, splits: int, blocks: int) -> Floats:
    order = rng.random((splits, blocks)).argsort(axis=1)
    chosen: NDArray[np.bool_] = order < blocks // 2
    if blocks % 2:  # the middle block goes to either half
        chosen |= (order == blocks // 2) & (rng.random((splits, 1)) < 0.5)
    return chosen.astype(np.float64)


def _ratio(sums: Floats, mass: Floats) -> Floats:
    return np.asarray(np.where(mass > 0, sums / np.where(mass > 0, mass, 1.0), np.nan))
